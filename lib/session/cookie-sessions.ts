import type { Clock } from '../common/clock.js';
import { randomName } from '../crypto/random-id.js';
import type { Seal, Sealed } from '../crypto/seal.js';
import { sha256 } from '../crypto/sha256.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { type Cookies, MAX_COOKIE_BYTES } from '../http/cookies.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { EndedSessions, NamedSession, SessionStatus } from './ended-sessions.js';
import { OpenedCookieCache, type SealedSession } from './opened-cookie-cache.js';
import { SeenCookie } from './seen-cookie.js';
import type { Renewal, SessionBackend, SessionHandle } from './session-backend.js';
import { type SentCookie, SessionCookie } from './session-cookie.js';
import { endOf, type SessionData, type SessionRecord } from './session-data.js';
import { SessionEndings } from './session-endings.js';
import type { SessionTokens } from './session.js';

/** A session as it was found in its cookie. */
interface CookieHandle extends SessionHandle {
  readonly data: SealedSession;
  readonly status: SessionStatus;
}

/**
 * Sessions that are a sealed cookie each. It is written by a login and cleared by a logout, and by nothing else, so
 * that no answer that comes late can put the session of before back. When it was last used is in a `SeenCookie`.
 */
export class CookieSessions implements SessionBackend<CookieHandle> {
  private readonly seal: Seal;
  /** Of 0.1.0, where the time of the last use was in the session's own cookie. Such are opened, and never written. */
  private readonly earlierSeal: Seal;
  private readonly cookie: SessionCookie;
  private readonly opened: OpenedCookieCache;
  private readonly seen: SeenCookie;
  private readonly endings = new SessionEndings();

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
    private readonly ended: EndedSessions,
    private readonly tellReused: () => void,
  ) {
    this.seal = options.session.seals.for('session cookie');
    this.earlierSeal = options.session.seals.for('session');
    this.cookie = new SessionCookie(options);
    this.opened = new OpenedCookieCache(clock);
    this.seen = new SeenCookie(options, clock);
  }

  async begin(cookies: Cookies, { content }: SessionRecord, replaced?: string): Promise<number> {
    const sealed = this.sealed(cookies, content);
    await this.endOwn(cookies);
    if (replaced !== undefined) await this.endThat({ id: replaced });
    this.cookie.set(cookies, sealed);
    return 0;
  }

  find(cookies: Cookies): CookieHandle | undefined | Promise<CookieHandle | undefined> {
    const sealed = this.sessionIn(this.cookie.sent(cookies));
    if (!sealed) return undefined;
    const status = this.ended.statusOf(sealed);
    return status instanceof Promise
      ? status.then((told) => this.found(cookies, sealed, told))
      : this.found(cookies, sealed, status);
  }

  /** One that may have ended elsewhere is not renewed, and so ends by itself. */
  async renew(cookies: Cookies, handle: CookieHandle, data: SessionData): Promise<Renewal> {
    const { data: sealed, status } = handle;
    if (status !== 'live' || isEarlier(sealed)) return 'kept';
    const { id } = sealed;
    if (this.ended.has(id)) return 'ended';
    this.seen.write(cookies, { id, seenAt: data.seenAt }, endOf(data, this.options.session));
    return 'renewed';
  }

  /** One that nobody can tell of is good for as long as it would be: it is not renewed. */
  async isLive({ data, seenAt }: CookieHandle): Promise<boolean> {
    const { createdAt } = data;
    if (endOf({ createdAt, seenAt }, this.options.session) <= this.clock.seconds()) return false;
    return (await this.ended.statusOf(data)) !== 'ended';
  }

  whenEnded({ data }: CookieHandle, listener: () => void): () => void {
    return this.endings.listen(data.id, listener);
  }

  async end(cookies: Cookies): Promise<SessionTokens> {
    this.cookie.clear(cookies);
    await this.endOwn(cookies);
    return {};
  }

  nameIn(cookies: Cookies): string | undefined {
    return this.sessionIn(this.cookie.sent(cookies))?.id;
  }

  private found(
    cookies: Cookies,
    sealed: SealedSession,
    status: SessionStatus,
  ): CookieHandle | undefined {
    if (status === 'ended') {
      this.tellReused();
      return undefined;
    }
    const seenAt = sealed.seenAt ?? this.seen.read(cookies, sealed.id) ?? sealed.createdAt;
    const { createdAt } = sealed;
    if (endOf({ createdAt, seenAt }, this.options.session) <= this.clock.seconds())
      return undefined;
    return { data: sealed, seenAt, status };
  }

  /** Idle or not, for of one that is idle here somebody may have a copy that is not. */
  private async endOwn(cookies: Cookies): Promise<void> {
    for (const sent of this.cookie.allSent(cookies)) {
      const session = this.sessionIn(sent);
      if (!session) continue;
      this.opened.forget(sent.value);
      this.seen.clear(cookies, session.id);
      await this.endThat(session);
    }
  }

  /** Known here before the store answers, and told to those who wait for it. */
  private async endThat(session: NamedSession): Promise<void> {
    const noted = this.ended.add(session);
    this.endings.tell(session.id);
    await noted;
  }

  /** What is in a cookie, whether it is good still or not. */
  private sessionIn(sent: SentCookie | undefined): SealedSession | undefined {
    return sent && this.opened.dataOf(sent, () => this.open(sent));
  }

  private open({ name, value: sealed }: SentCookie): Sealed | undefined {
    const now = this.clock.seconds();
    const own = this.seal.read(name, sealed, now);
    if (own) return own;
    const earlier = this.earlierSeal.read(name, sealed, now);
    // It has no name: its hash stands for one. Sealed under this purpose by 0.1.0 alone, as an object.
    return earlier && { ...earlier, value: { ...(earlier.value as object), id: sha256(sealed) } };
  }

  private sealed(cookies: Cookies, content: SessionData): string {
    const { name } = this.cookie;
    const { absolute } = this.options.session;
    const session: SealedSession = { ...content, seenAt: undefined, id: randomName() };
    const sealed = this.seal.seal(name, session, content.createdAt + absolute);
    const size = cookies.size(name, sealed);
    if (size <= MAX_COOKIE_BYTES) return sealed;
    throw new CriiptoAuthError(
      'user_too_large',
      `The session takes ${size} bytes, and a browser keeps ${MAX_COOKIE_BYTES}: ask for fewer scopes, return less from \`mapUser\`, or set \`session.store\``,
    );
  }
}

/** Sealed by 0.1.0, it says itself when it was last used. */
function isEarlier(session: SealedSession): boolean {
  return session.seenAt !== undefined;
}
