import { Injectable, Logger } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { processWide } from '../copies/process-wide.js';
import type { ToldAge } from '../eid/assurance/age-answer.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { failureLine } from '../errors/error-report.js';
import type { AuthEventMap } from '../events/auth-events.js';
import { AuthEvents } from '../events/auth-events.service.js';
import type { Cookies } from '../http/cookies.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { AgeProofs } from './age-proofs.js';
import { CookieSessions } from './cookie-sessions.js';
import { EndedSessions } from './ended-sessions.js';
import { FoundSession } from './found-session.js';
import { isProofAlone } from './login-basis.js';
import { meetsFloor } from './login-floor.js';
import { ownerOf } from './owner-of.js';
import type { Renewal, SessionBackend } from './session-backend.js';
import { originOf, type SessionBasis, sessionData } from './session-data.js';
import type {
  ListedSession,
  ProviderLogout,
  Session,
  SessionOwner,
  SessionTokens,
} from './session.js';
import { StoredSessions } from './stored-sessions.js';

/** Seconds. */
const RENEWED_AT_MOST_EVERY = 60;
const RENEWED_WITHIN_IDLE = 1 / 4;

/** Out of sight of whoever prints a session, and seen by every copy of this package. */
const TOKENS = processWide('session-tokens', () => new WeakMap<Session, SessionTokens>());

/**
 * The session: in one sealed cookie, or with `session.store` in a store. It ends when it was idle too long,
 * when it is too old, or at logout, and every login makes a new one. Stored sessions can be listed, and be
 * ended from elsewhere.
 */
@Injectable()
export class SessionService {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly stored: StoredSessions | undefined;
  private readonly backend: SessionBackend;
  private readonly ageProofs: AgeProofs;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
    private readonly events: AuthEvents,
  ) {
    const { store } = options.session;
    this.stored = store && new StoredSessions(store, options, clock);
    this.backend = this.stored ?? this.cookieSessions();
    this.ageProofs = new AgeProofs(options, clock, this.stored);
  }

  /**
   * Starts a session, in place of any that this browser had. An age proof that `login.acrValues` does not name makes
   * none, and is kept as a proof for `@RequireAge()`.
   *
   * @param user who logged in.
   * @param mapped what the application made of the user, if that is something else; stored as JSON.
   * @param tokens kept with a session that is in a store, and nowhere else.
   * @throws {CriiptoAuthError} `user_too_large` when it does not fit into a cookie; with a store
   *   `store_unavailable`, and `login_revoked` when the provider ended the login meanwhile.
   */
  async create(
    cookies: Cookies,
    user: CriiptoUser,
    mapped: unknown = user,
    tokens: SessionTokens = {},
  ): Promise<void> {
    const now = this.clock.seconds();
    if (isProofAlone(user, this.options.login.acrValues))
      return this.ageProofs.keep(cookies, user, await this.readLogin(cookies));
    const { replaced, ...kept } = tokens;
    const proved = await this.ageProofs.passOn(cookies, user, replaced);
    const record = {
      content: { ...sessionData(user, mapped, now), ...proved },
      origin: originOf(user, now),
      tokens: kept,
    };
    const displaced = await this.backend.begin(cookies, record, replaced);
    this.tellRevoked('limit', displaced);
  }

  /**
   * The session that came with a request, if there is one and it is still good. A request that brings none
   * asks the store nothing.
   *
   * @throws {CriiptoAuthError} `store_unavailable`, for nobody can say then who it is.
   */
  async read(cookies: Cookies): Promise<Session | undefined> {
    try {
      const found = this.backend.find(cookies);
      const handle = found instanceof Promise ? await found : found;
      if (!handle) return undefined;
      const session = new FoundSession(handle, this);
      if (handle.tokens) TOKENS.set(session, handle.tokens);
      return session;
    } catch (error) {
      return this.tellFailure(error);
    }
  }

  /**
   * Notes that a session was used, once a minute at most, or four times in a short `session.idle`. Tells
   * whether it did, and then, unless sessions are in a store, a small cookie says so: never for a session that
   * `read` did not give. A store that fails now is in the log only: the session was read, and is good.
   */
  async touch(cookies: Cookies, session: Session): Promise<boolean> {
    return (await this.renew(cookies, session)) === 'renewed';
  }

  /**
   * Ends the session of this browser, with its age proof, and gives the tokens that were in it.
   *
   * @throws {CriiptoAuthError} `store_unavailable`: it did not end, and the browser keeps it.
   */
  async end(cookies: Cookies): Promise<SessionTokens> {
    const tokens = await this.backend.end(cookies).catch(this.tellFailure);
    this.ageProofs.end(cookies);
    return tokens;
  }

  /**
   * The stored sessions of a user, in the order in which they began. The one with the `id` of
   * `SessionService#read` is the caller's own.
   *
   * @throws {CriiptoAuthError} `sessions_not_stored`, `store_unavailable`.
   * @throws {TypeError} when `user` has no `issuer` or no `sub`, as what `mapUser` made may not.
   */
  async list(user: SessionOwner): Promise<readonly ListedSession[]> {
    const sessions = await this.storedSessions().of(ownerOf(user));
    return sessions.map(({ id, data, seenAt }) => ({
      id,
      eid: data.user.eid,
      acr: data.user.acr,
      startedAt: new Date(data.createdAt * 1000),
      usedAt: new Date(seenAt * 1000),
    }));
  }

  /**
   * Ends one session of a user from elsewhere. Tells whether it did: not when it was over, and not when it
   * is another user's, so that `id` may come from a form.
   *
   * @throws {CriiptoAuthError} `sessions_not_stored`, `store_unavailable`.
   * @throws {TypeError} when `user` has no `issuer` or no `sub`, as what `mapUser` made may not.
   */
  async revoke(user: SessionOwner, id: string): Promise<boolean> {
    const stored = this.storedSessions();
    const isEnded = await stored.endOneOf(ownerOf(user), id);
    this.tellRevoked('application', isEnded ? 1 : 0);
    return isEnded;
  }

  /**
   * Ends all sessions of a user, but for the one with the id `except`. Tells how many.
   *
   * @throws {CriiptoAuthError} `sessions_not_stored`, `store_unavailable`.
   * @throws {TypeError} when `user` has no `issuer` or no `sub`, as what `mapUser` made may not.
   */
  async revokeAll(
    user: SessionOwner,
    { except }: { readonly except?: string | undefined } = {},
  ): Promise<number> {
    const stored = this.storedSessions();
    const ended = await stored.endAllOf(ownerOf(user), except);
    this.tellRevoked('application', ended);
    return ended;
  }

  /**
   * Ends what the provider says is over. A login that is newer than its word stays, and one that is older
   * cannot become a session any more, wherever it is on its way. Tells how many ended.
   *
   * @throws {CriiptoAuthError} `sessions_not_stored`, `store_unavailable`.
   */
  async endAtProvider(logout: ProviderLogout): Promise<number> {
    const ended = await this.storedSessions().endAtProvider(logout);
    this.tellRevoked('provider', ended);
    return ended;
  }

  /**
   * Whether a session that `read` gave counts where no rule says what it takes. One that was made for a rule, or of
   * which nobody knows what made it, has to satisfy `login.acrValues`.
   *
   * @internal
   */
  isLogin(session: Session): boolean {
    const { basis } = FoundSession.handleOf(session, this)?.data ?? {};
    const isMadeByLogin = basis?.madeFor === 'login';
    return isMadeByLogin || meetsFloor(session.authentication, this.options.login.acrValues);
  }

  /**
   * What made a session that `read` gave: unknown for one of 0.1.0.
   *
   * @internal
   */
  basisOf(session: Session): SessionBasis | undefined {
    return FoundSession.handleOf(session, this)?.data.basis;
  }

  /**
   * What whoever asks has proved of their age, beside what their login told.
   *
   * @internal
   */
  ageProofOf(cookies: Cookies, session: Session | undefined): ToldAge | undefined {
    const kept = session && FoundSession.handleOf(session, this)?.data.ageProof;
    return this.ageProofs.told(cookies, session?.authentication, kept);
  }

  /**
   * Whether it is time to `touch` a session that `read` gave.
   *
   * @internal
   */
  isDue(session: Session): boolean {
    const handle = FoundSession.handleOf(session, this);
    if (!handle) return false;
    const pause = Math.min(RENEWED_AT_MOST_EVERY, this.options.session.idle * RENEWED_WITHIN_IDLE);
    return this.clock.seconds() - handle.seenAt >= pause;
  }

  /**
   * What `touch` does, which also tells of a session that turned out to be over.
   *
   * @internal
   * @param isUse else it stays as idle as it was, and is looked for all the same.
   */
  async renew(cookies: Cookies, session: Session, isUse = true): Promise<Renewal> {
    const handle = FoundSession.handleOf(session, this);
    if (!handle || !this.isDue(session)) return 'kept';
    const seenAt = isUse ? this.clock.seconds() : handle.seenAt;
    const data = { ...handle.data, seenAt };
    return this.backend.renew(cookies, handle, data).catch((error: unknown) => {
      if (!(error instanceof CriiptoAuthError) || error.code !== 'store_unavailable') throw error;
      this.logger.warn(`A session is in use and was not renewed: ${error.message}`);
      return 'kept';
    });
  }

  /**
   * Whether a session that `read` gave is over by now. Tells nobody of a cookie that was used once more, since none came.
   *
   * @internal
   * @throws {CriiptoAuthError} `store_unavailable`, for nobody can say then.
   */
  async isOver(session: Session): Promise<boolean> {
    const handle = FoundSession.handleOf(session, this);
    if (!handle) return true;
    try {
      return !(await this.backend.isLive(handle));
    } catch (error) {
      return this.tellFailure(error);
    }
  }

  /**
   * Has this called when a session that `read` gave is ended by this instance. Returns what takes that back.
   *
   * @internal
   */
  whenEnded(session: Session, listener: () => void): () => void {
    const handle = FoundSession.handleOf(session, this);
    return handle ? this.backend.whenEnded(handle, listener) : () => undefined;
  }

  /**
   * Names the session that this browser has, for a login whose callback comes without its cookie.
   *
   * @internal
   */
  nameIn(cookies: Cookies): string | undefined {
    return this.backend.nameIn(cookies);
  }

  /**
   * The tokens that are kept with a session, whichever copy of this package read it.
   *
   * @internal
   */
  tokensOf(session: Session): SessionTokens | undefined {
    return TOKENS.get(session);
  }

  /** The session by which an age rule, too, knows who asks. */
  private async readLogin(cookies: Cookies): Promise<Session | undefined> {
    const session = await this.read(cookies);
    return session && this.isLogin(session) ? session : undefined;
  }

  private cookieSessions(): CookieSessions {
    const warn = (message: string): void => this.logger.warn(message);
    const ended = new EndedSessions(this.options, this.clock, warn);
    const tellReused = (): void => this.events.emit('session.reused', {});
    return new CookieSessions(this.options, this.clock, ended, tellReused);
  }

  private storedSessions(): StoredSessions {
    if (this.stored) return this.stored;
    throw new CriiptoAuthError(
      'sessions_not_stored',
      'Sessions are in cookies, where nobody can list or end them: set `session.store`',
    );
  }

  private tellRevoked(by: AuthEventMap['session.revoked']['by'], sessions: number): void {
    if (sessions > 0) this.events.emit('session.revoked', { by, sessions });
  }

  private readonly tellFailure = (error: unknown): never => {
    if (error instanceof CriiptoAuthError) this.logger.error(`No session: ${failureLine(error)}`);
    throw error;
  };
}
