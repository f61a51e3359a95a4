import type { Clock } from '../common/clock.js';
import { minutes } from '../common/durations.js';
import { ExpiringLru } from '../common/expiring-lru.js';
import { sha256 } from '../common/sha256.js';
import type { SessionContent } from './session-content.js';

const CAPACITY = 1000;
/** A session in use has another cookie after that. */
const REMEMBERED = minutes(1);

interface Opened {
  /** Shared by all who ask, so that nobody can write into it. */
  readonly content: SessionContent;
  /** Of the application, which may write into what it is given: everybody gets a copy of their own. */
  readonly mapped: string | undefined;
}

/**
 * What was in the cookies that came lately, by their hash: to open a cookie costs more than all the rest that a
 * guard does. Nothing is remembered beyond its seal, and nothing for longer than a minute.
 */
export class OpenedSessions {
  private readonly opened: ExpiringLru<Opened>;

  constructor(private readonly clock: Clock) {
    this.opened = new ExpiringLru(clock, CAPACITY);
  }

  get(sealed: string): SessionContent | undefined {
    const known = this.opened.get(sha256(sealed));
    return known && contentOf(known);
  }

  /** Gives what `get` will give. `expiresAt` is that of the seal, in seconds since the epoch. */
  remember(sealed: string, content: SessionContent, expiresAt: number): SessionContent {
    const { mapped, ...others } = content;
    const opened = { content: frozen(others), mapped: JSON.stringify(mapped) };
    const until = Math.min(expiresAt, this.clock.seconds() + REMEMBERED);
    this.opened.set(sha256(sealed), opened, until);
    return contentOf(opened);
  }

  forget(sealed: string): void {
    this.opened.delete(sha256(sealed));
  }
}

function contentOf({ content, mapped }: Opened): SessionContent {
  return mapped === undefined ? content : { ...content, mapped: JSON.parse(mapped) as unknown };
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
