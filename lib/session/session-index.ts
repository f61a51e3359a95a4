import type { Clock } from '../common/clock.js';
import { hours } from '../common/durations.js';
import { isJsonObject, parseJson } from '../common/json.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { KeyValueStore } from '../stores/key-value-store.js';

/** One session in a list. Times are seconds since the epoch. */
export interface ListEntry {
  readonly id: string;
  /** Every list that it is in. */
  readonly lists: readonly string[];
  /** When its ID token was made, by the provider's clock. */
  readonly issuedAt: number;
  /** When it ends at the latest. */
  readonly expiresAt: number;
}

interface List {
  /** In the order in which they began. */
  readonly entries: readonly ListEntry[];
  /** No session can be added whose ID token was made by then. */
  readonly closed?: { readonly upTo: number; readonly until: number };
}

const EMPTY: List = { entries: [] };
/** Longer than a login takes from its ID token to its session. */
const CLOSED_FOR = hours(1);
/** Somebody else was quicker each time: each time, that is one fewer who could be. */
const MAX_ATTEMPTS = 100;

/**
 * Lists of sessions in a store that can do nothing but keep texts: each is one text, changed only as long
 * as nobody else changed it. What is over leaves with the next change, and the list with its last session.
 */
export class SessionIndex {
  constructor(
    private readonly store: KeyValueStore,
    private readonly clock: Clock,
  ) {}

  async entries(list: string): Promise<readonly ListEntry[]> {
    return this.current(await this.store.get(list)).entries;
  }

  /** Whether a session is on every list where it should be: a store may have lost one. */
  async knows({ id, lists }: ListEntry): Promise<boolean> {
    const found = await Promise.all(lists.map((list) => this.entries(list)));
    return found.every((entries) => entries.some((entry) => entry.id === id));
  }

  /** Puts a session on its lists, and gives all that are on each; nothing when one of them is closed to it. */
  async add(entry: ListEntry): Promise<readonly (readonly ListEntry[])[]> {
    const lists: (readonly ListEntry[])[] = [];
    for (const list of entry.lists) {
      const { entries } = await this.change(list, (before) =>
        entry.issuedAt <= (before.closed?.upTo ?? -Infinity)
          ? before
          : { ...before, entries: [...before.entries, entry] },
      );
      if (!entries.includes(entry)) return [];
      lists.push(entries);
    }
    return lists;
  }

  /** From now on takes no session whose ID token was made by then. Gives those that it has. */
  async close(list: string, upTo: number): Promise<readonly ListEntry[]> {
    const until = this.clock.seconds() + CLOSED_FOR;
    const { entries } = await this.change(list, (before) => ({
      ...before,
      closed: { upTo: Math.max(upTo, before.closed?.upTo ?? upTo), until },
    }));
    return entries.filter(({ issuedAt }) => issuedAt <= upTo);
  }

  /** Strikes sessions off every list that they are in. */
  async remove(entries: readonly ListEntry[]): Promise<void> {
    const gone = new Set(entries.map(({ id }) => id));
    const lists = new Set(entries.flatMap((entry) => entry.lists));
    const leave = (list: string): Promise<List> =>
      this.change(list, (before) => {
        const left = before.entries.filter(({ id }) => !gone.has(id));
        return left.length === before.entries.length ? before : { ...before, entries: left };
      });
    await Promise.all([...lists].map(leave));
  }

  private async change(list: string, change: (before: List) => List): Promise<List> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const text = await this.store.get(list);
      const before = this.current(text);
      const after = change(before);
      if (after === before || (await this.write(list, text, after))) return after;
    }
    throw new CriiptoAuthError('store_unavailable', 'A list of sessions changes all the time');
  }

  private write(list: string, before: string | undefined, after: List): Promise<boolean> {
    const end = Math.max(
      after.closed?.until ?? 0,
      ...after.entries.map((entry) => entry.expiresAt),
    );
    const ttl = Math.max(1, end - this.clock.seconds());
    const text = JSON.stringify(after);
    return before === undefined
      ? this.store.putIfAbsent(list, text, ttl)
      : this.store.compareAndSet(list, before, text, ttl);
  }

  /** A list without what is over. */
  private current(text: string | undefined): List {
    const list = text === undefined ? undefined : parseJson(text);
    // Another version of this library may keep something else there.
    if (!isJsonObject(list) || !Array.isArray(list['entries'])) return EMPTY;
    const { entries, closed } = list as unknown as List; // as write() wrote it
    const now = this.clock.seconds();
    return {
      entries: entries.filter(({ expiresAt }) => expiresAt > now),
      ...(closed && closed.until > now ? { closed } : {}),
    };
  }
}
