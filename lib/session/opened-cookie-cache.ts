import type { Clock } from '../common/clock.js';
import { deepFreeze } from '../common/deep-freeze.js';
import { minutes } from '../common/durations.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import { ownCopy } from '../common/own-copy.js';
import type { Sealed } from '../crypto/seal.js';
import { frozenClaims } from '../eid/user/criipto-user.js';
import type { SentCookie } from './session-cookie.js';
import type { SessionData } from './session-data.js';

const CAPACITY = 1000;
/** Who is not there any more is not kept in memory for long. */
const REMEMBERED = minutes(1);
/**
 * A cookie is looked up by its end, which is random, for to hash all of it costs more than the rest of a guard. So
 * short a part V8 copies; a longer one would keep the header in memory that it was cut out of.
 */
const KEY_LENGTH = 12;

/** What is sealed of a session. Sealed with these names: an upgrade ends every session of which one is changed. */
export interface SealedSession extends Omit<SessionData, 'seenAt'> {
  readonly id: string;
  /** There in cookies of 0.1.0 alone. Later ones leave it to a `SeenCookie`. */
  readonly seenAt?: number | undefined;
}

interface Opened {
  /** Of the cookie, to which its seal is bound. */
  readonly name: string;
  /** The whole cookie. One that differs in a bit is another one. */
  readonly sealed: string;
  /** Shared by all who ask, so that nobody can write into it. */
  readonly data: SealedSession;
  /** Of the application, which may write into what it is given: everybody gets a copy of their own. */
  readonly mapped: string | undefined;
}

/**
 * What was in the cookies that came lately: to open a cookie costs more than all the rest that a guard does. Nothing
 * is remembered beyond its seal, and nothing for longer than a minute.
 */
export class OpenedCookieCache {
  private readonly opened: ExpiringLru<Opened>;

  constructor(private readonly clock: Clock) {
    this.opened = new ExpiringLru(clock, CAPACITY);
  }

  /** What is in a cookie: as it was seen lately, or as `open` finds it now. */
  dataOf(sent: SentCookie, open: () => Sealed | undefined): SealedSession | undefined {
    const known = this.opened.get(sent.value.slice(-KEY_LENGTH));
    const isSame = known?.sealed === sent.value && known.name === sent.name;
    const opened = isSame ? known : this.remember(sent, open());
    if (opened?.mapped === undefined) return opened?.data;
    return { ...opened.data, mapped: JSON.parse(opened.mapped) as unknown };
  }

  forget(sealed: string): void {
    this.opened.delete(sealed.slice(-KEY_LENGTH));
  }

  private remember(
    { name, value: sealed }: SentCookie,
    found: Sealed | undefined,
  ): Opened | undefined {
    if (!found) return undefined;
    const { mapped, ...data } = found.value as SealedSession; // of the seals of sessions, by which nothing else is sealed
    const opened = {
      name,
      sealed: ownCopy(sealed),
      data: sharedData(data),
      mapped: JSON.stringify(mapped),
    };
    const until = Math.min(found.expiresAt, this.clock.seconds() + REMEMBERED);
    this.opened.set(sealed.slice(-KEY_LENGTH), opened, until);
    return opened;
  }
}

/** The claims as a `CriiptoUser` has them, so that it need not copy them for each request. */
function sharedData({ user, ...rest }: SealedSession): SealedSession {
  const claims = frozenClaims(deepFreeze(user.claims));
  return deepFreeze({ ...rest, user: { ...user, claims } });
}
