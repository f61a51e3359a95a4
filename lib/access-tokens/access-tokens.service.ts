import { Injectable, Logger } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { SingleFlight } from '../common/single-flight.js';
import { Timer } from '../common/timer.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { failureFacts, failureLine, failureText } from '../errors/error-report.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { CriiptoClient } from '../oidc/criipto-client.service.js';
import { asCriiptoAuthError } from '../oidc/messages/oidc-error.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import type { AccessGrant } from '../session/access-grant.js';
import type { Session } from '../session/session.js';
import { SessionService } from '../session/session.service.js';
import { StoredSessions } from '../session/stored-sessions.js';
import { TokenRefresh } from './token-refresh.js';
import { isFresh } from './token-state.js';

/**
 * The access tokens of those who are logged in, for calling APIs on their behalf. With `session.tokens`. A token
 * that is about to expire is refreshed, if the provider gave a refresh token: once for each session, however many
 * requests and instances ask for it.
 */
@Injectable()
export class AccessTokens {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly flights = new SingleFlight<AccessGrant>();
  private readonly refresh: TokenRefresh | undefined;

  constructor(
    options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly clock: Clock,
    timer: Timer,
    private readonly events: AuthEvents,
    private readonly sessions: SessionService,
  ) {
    const { store, tokens } = options.session;
    if (!store || !tokens) return;
    const parts = {
      sessions: new StoredSessions(store, options, clock),
      store,
      client,
      clock,
      timer,
      requestTimeout: options.http.timeouts.request,
    };
    this.refresh = new TokenRefresh(parts, {
      refreshed: (rotated) => this.events.emit('refresh.completed', { rotated }),
      failed: (error, sessionEnded) => this.tellFailure(error, sessionEnded),
      lockStays: (thrown) => {
        const failure = failureText(asCriiptoAuthError(thrown));
        this.logger.warn(`A session is not refreshed until its lock is over: ${failure}`);
      },
      orphaned: (refreshToken) => this.giveBack(refreshToken),
    });
  }

  /**
   * The access token of a session as `SessionService#read` or a guard gave it, good for another minute where the
   * provider says how long it is.
   *
   * @throws {CriiptoAuthError} `access_token_missing`: the login brought none, or was made without; `access_token_expired`
   *   and no refresh token; `refresh_rejected`, `session_ended`, or an `id_token_…` code of an ID token that speaks of
   *   another login: the user has to log in again; `refresh_pending`, `store_unavailable`, or one of `provider_…` while
   *   the old token is good no more: nobody was logged out by that.
   * @throws {InvalidOptionsError} without `session.tokens`.
   */
  get(session: Session): Promise<string> {
    return this.tokenOf(session, undefined);
  }

  /**
   * Another access token than one that an API refused (401, `invalid_token`), though it should still be good.
   *
   * @throws {CriiptoAuthError} as `get` does.
   */
  getOther(session: Session, refused: string): Promise<string> {
    return this.tokenOf(session, refused);
  }

  /**
   * That access tokens are kept.
   *
   * @throws {InvalidOptionsError} when they are not.
   */
  demand(): TokenRefresh {
    if (this.refresh) return this.refresh;
    throw new InvalidOptionsError([
      '`@AccessToken()` needs `session.tokens`, which is not set: write `session: { store, tokens: true }`, so that the access tokens of logins are kept',
    ]);
  }

  private async tokenOf(session: Session, refused: string | undefined): Promise<string> {
    const refresh = this.demand();
    const { id } = session;
    const tokens = this.sessions.tokensOf(session)?.access;
    if (id === undefined || !tokens)
      throw new CriiptoAuthError(
        'access_token_missing',
        'No access token is kept with this session: it was made by hand, or before `session.tokens` was set',
      );
    if (isFresh(tokens, { now: this.clock.seconds(), refused })) return tokens.accessToken;
    const flight = JSON.stringify([id, refused]);
    return (await this.flights.run(flight, () => refresh.run(id, refused))).accessToken;
  }

  private tellFailure(error: CriiptoAuthError, sessionEnded: boolean): void {
    const outcome = sessionEnded
      ? 'A session ended, for its tokens were not refreshed'
      : 'An access token was not refreshed';
    this.logger.warn(`${outcome}: ${failureLine(error)}`);
    this.events.emit('refresh.failed', { ...failureFacts(error), sessionEnded });
  }

  /** Nobody is to have the tokens of a session that is over. */
  private async giveBack(refreshToken: string | undefined): Promise<void> {
    if (refreshToken === undefined) return;
    await this.client.revoke(refreshToken).catch((thrown: unknown) => {
      const failure = failureText(asCriiptoAuthError(thrown));
      this.logger.warn(`A refresh token that nobody needs was not revoked: ${failure}`);
    });
  }
}
