import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import { sha256 } from '../crypto/sha256.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import { EndedIds } from './ended-ids.js';

/** `unknown`: the store was asked, and did not answer. */
export type SessionStatus = 'live' | 'ended' | 'unknown';

/** A session that is asked about, or that ends. */
export interface NamedSession {
  readonly id: string;
  /** Seconds since the epoch, where it is known. */
  readonly createdAt?: number | undefined;
}

/** What the store said of a session, or will say. */
interface Answer {
  status: SessionStatus | Promise<SessionStatus>;
}

/** Other instances may not know for a minute, and no two clocks are the same. */
const MARGIN = minutes(5);
const BELIEVED = minutes(1);
const ANSWERS = 1000;

/**
 * Sessions in cookies that ended by a logout, or by another login in their browser: no copy of such a cookie is any
 * good. Each of them cost a login, and they have a memory of their own, so that nothing that strangers can write
 * displaces one. With `transaction.store` other instances know within a minute.
 */
export class EndedSessions {
  /** Until when a cookie of each could be good, by id. Seconds since the epoch. */
  private readonly known: EndedIds;
  private readonly answers: ExpiringLru<Answer>;
  private readonly store: KeyValueStore | undefined;
  private wasFull = false;
  private isStoreAway = false;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
    private readonly warn: (message: string) => void,
  ) {
    this.store = options.transaction.store;
    this.answers = new ExpiringLru(clock, ANSWERS);
    this.known = new EndedIds(clock, (capacity) => this.tellFull(capacity));
  }

  get size(): number {
    return this.known.size;
  }

  /** Whether it is known here that this session ended. */
  has(id: string): boolean {
    return this.known.has(id);
  }

  /** How a session stands. At once where there is no store, which else is asked once a minute. */
  statusOf(session: NamedSession): SessionStatus | Promise<SessionStatus> {
    if (this.known.has(session.id)) return 'ended';
    if (!this.store) return 'live';
    return this.answers.get(session.id)?.status ?? this.ask(this.store, session);
  }

  /** Notes that a session ended: here in any case, and in the store if that answers. */
  async add(session: NamedSession): Promise<void> {
    const { idle, absolute } = this.options.session;
    const now = this.clock.seconds();
    const until = Math.min((session.createdAt ?? now) + absolute, now + idle + MARGIN);
    if (until <= now) return;
    this.known.note(session.id, until);
    try {
      await this.store?.set(this.keyOf(session), '', until - now);
      this.isStoreAway = false;
    } catch (error) {
      this.tellAway('A session that ended is known here alone', error);
    }
  }

  /** Requests that come together wait for one answer. */
  private ask(store: KeyValueStore, session: NamedSession): Promise<SessionStatus> {
    const status = this.answerOf(store, session).then((told) => (answer.status = told));
    const answer: Answer = { status };
    this.answers.set(session.id, answer, this.clock.seconds() + BELIEVED);
    return status;
  }

  private async answerOf(store: KeyValueStore, session: NamedSession): Promise<SessionStatus> {
    try {
      const found = await store.get(this.keyOf(session));
      this.isStoreAway = false;
      return found === undefined && !this.known.has(session.id) ? 'live' : 'ended';
    } catch (error) {
      this.tellAway('Sessions are not renewed, for some may have ended elsewhere', error);
      return 'unknown';
    }
  }

  private tellFull(capacity: number): void {
    if (!this.wasFull)
      this.warn(
        `More than ${capacity} sessions ended lately: copies of the cookies of the earliest are good again until they are idle`,
      );
    this.wasFull = true;
  }

  /** Once, until it answers again. */
  private tellAway(what: string, error: unknown): void {
    if (!this.isStoreAway)
      this.warn(`${what}: \`transaction.store\` failed (${nameOfThrown(error)})`);
    this.isStoreAway = true;
  }

  /** Of a fixed length, and no other application's. */
  private keyOf({ id }: NamedSession): string {
    const { issuer, clientId } = this.options;
    const named = JSON.stringify([issuer, clientId, id]);
    return `ended:${sha256(named)}`;
  }
}
