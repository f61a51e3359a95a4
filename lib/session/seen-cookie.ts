import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import { ownCopy } from '../common/own-copy.js';
import type { Seal } from '../crypto/seal.js';
import { sha256 } from '../crypto/sha256.js';
import type { Cookies } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/** What such a cookie holds. */
interface Seen {
  /** Of the session that it tells of. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly seenAt: number;
}

/** The cookie of a session as it came lately, and what it says. */
interface Known {
  readonly name: string;
  readonly sealed: string | undefined;
  readonly seenAt: number | undefined;
}

const PREFIX = 'criipto-seen-';
const CAPACITY = 1000;
const REMEMBERED = minutes(1);

/**
 * When a session was last used: in a small cookie that is named after it. An answer that comes late brings the
 * cookie of its own session, and changes nothing of another one that began meanwhile.
 */
export class SeenCookie {
  private readonly seal: Seal;
  /** By the ids of sessions, for a browser sends the same cookie many times before it gets another. */
  private readonly known: ExpiringLru<Known>;

  constructor(
    { session }: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.seal = session.seals.for('seen');
    this.known = new ExpiringLru(clock, CAPACITY);
  }

  /** When the session with this id was last used, if its cookie tells. Seconds since the epoch. */
  read(cookies: Cookies, id: string): number | undefined {
    const known = this.known.get(id);
    const name = known?.name ?? nameOf(id);
    const sealed = cookies.get(name);
    if (known && known.sealed === sealed) return known.seenAt;
    const seenAt = sealed === undefined ? undefined : this.open(name, sealed, id);
    const kept = sealed === undefined ? undefined : ownCopy(sealed);
    this.known.set(id, { name, sealed: kept, seenAt }, this.clock.seconds() + REMEMBERED);
    return seenAt;
  }

  /** @param until when the session ends that is not used again. Seconds since the epoch. */
  write(cookies: Cookies, seen: Seen, until: number): void {
    const name = nameOf(seen.id);
    const sealed = this.seal.seal(name, seen, until);
    const maxAge = until - seen.seenAt;
    cookies.set(name, sealed, { maxAge, sameSite: 'Lax', dispensable: true });
  }

  /** Takes the cookie of a session away that is over. */
  clear(cookies: Cookies, id: string): void {
    const name = nameOf(id);
    this.known.delete(id);
    if (cookies.get(name) !== undefined) cookies.clear(name);
  }

  /** Two sessions may have a name in common, by chance. */
  private open(name: string, sealed: string, id: string): number | undefined {
    // Sealed under this purpose by write() alone.
    const seen = this.seal.open(name, sealed, this.clock.seconds()) as Seen | undefined;
    return seen?.id === id ? seen.seenAt : undefined;
  }
}

function nameOf(id: string): string {
  return PREFIX + sha256(id).slice(0, 8);
}
