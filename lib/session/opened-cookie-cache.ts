import type { Clock } from '../common/clock.js';
import { deepFreeze } from '../common/deep-freeze.js';
import { minutes } from '../common/durations.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import { sha256 } from '../crypto/sha256.js';
import type { Sealed } from '../crypto/seal.js';
import type { SessionData } from './session-data.js';

const CAPACITY = 1000;
/** A session in use has another cookie after that. */
const REMEMBERED = minutes(1);

interface Opened {
  /** Shared by all who ask, so that nobody can write into it. */
  readonly data: SessionData;
  /** Of the application, which may write into what it is given: everybody gets a copy of their own. */
  readonly mapped: string | undefined;
}

/**
 * What was in the cookies that came lately, by their hash: to open a cookie costs more than all the rest that a
 * guard does. Nothing is remembered beyond its seal, and nothing for longer than a minute.
 */
export class OpenedCookieCache {
  private readonly opened: ExpiringLru<Opened>;

  constructor(private readonly clock: Clock) {
    this.opened = new ExpiringLru(clock, CAPACITY);
  }

  /** What is in a cookie: as it was seen lately, or as `open` finds it now. */
  dataOf(sealed: string, open: () => Sealed | undefined): SessionData | undefined {
    const name = sha256(sealed);
    const opened = this.opened.get(name) ?? this.remember(name, open());
    if (opened?.mapped === undefined) return opened?.data;
    return { ...opened.data, mapped: JSON.parse(opened.mapped) as unknown };
  }

  forget(sealed: string): void {
    this.opened.delete(sha256(sealed));
  }

  private remember(name: string, sealed: Sealed | undefined): Opened | undefined {
    if (!sealed) return undefined;
    const { mapped, ...data } = sealed.value as SessionData; // of the seal of sessions, which nothing else is sealed by
    const opened = { data: deepFreeze(data), mapped: JSON.stringify(mapped) };
    const until = Math.min(sealed.expiresAt, this.clock.seconds() + REMEMBERED);
    this.opened.set(name, opened, until);
    return opened;
  }
}
