import type { Clock } from '../common/clock.js';
import type { Seal } from '../crypto/seal.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import type { SessionHandle } from './session-backend.js';
import { endOf, type SessionRecord } from './session-data.js';

/** A session as it was found in the store. */
export interface StoredHandle extends SessionHandle {
  readonly id: string;
  readonly record: SessionRecord;
  /** The record to the letter, so that it is written over only as long as it is this one. */
  readonly text: string;
}

/** Sessions in the store, each sealed under its id, so that whoever reads the store cannot see whose they are. */
export class SessionRecords {
  private readonly seal: Seal;

  constructor(
    private readonly store: KeyValueStore,
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.seal = options.session.seals.for('stored session');
  }

  /** One that is still good. */
  async load(id: string): Promise<StoredHandle | undefined> {
    const text = await this.store.get(id);
    const record = text === undefined ? undefined : this.opened(id, text);
    if (text === undefined || !record) return undefined;
    const { content, tokens } = record;
    return { data: content, seenAt: content.seenAt, tokens, id, record, text };
  }

  add(id: string, record: SessionRecord): Promise<void> {
    return this.store.set(id, this.sealed(id, record), this.ttl(record));
  }

  /** Tells whether it was replaced. What ended meanwhile must not come back, so that this is never a `set`. */
  replace({ id, text }: StoredHandle, record: SessionRecord): Promise<boolean> {
    return this.store.compareAndSet(id, text, this.sealed(id, record), this.ttl(record));
  }

  /** Ends it. Gives what it was, unless it was over before. */
  async take(id: string): Promise<SessionRecord | undefined> {
    const text = await this.store.take(id);
    return text === undefined ? undefined : this.opened(id, text);
  }

  private sealed(id: string, record: SessionRecord): string {
    return this.seal.seal(id, record, endOf(record.content, this.options.session));
  }

  private opened(id: string, text: string): SessionRecord | undefined {
    // Sealed under this purpose by sealed() alone.
    return this.seal.open(id, text, this.clock.seconds()) as SessionRecord | undefined;
  }

  private ttl({ content }: SessionRecord): number {
    return Math.max(1, endOf(content, this.options.session) - this.clock.seconds());
  }
}
