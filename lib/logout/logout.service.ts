import { Injectable, Logger } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { equalInConstantTime } from '../crypto/constant-time.js';
import { randomId } from '../crypto/random-id.js';
import type { Seal } from '../crypto/seal.js';
import { AuthEvents } from '../events/auth-events.service.js';
import type { Cookies } from '../http/cookies.js';
import { CriiptoClient } from '../oidc/criipto-client.service.js';
import { failureText } from '../errors/error-report.js';
import { asCriiptoAuthError } from '../oidc/messages/oidc-error.js';
import { EARLIER_COOKIES } from '../options/cookie-names.js';
import { absoluteUrl, pageUrl } from '../options/reading/site.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { SessionService } from '../session/session.service.js';
import { LOGOUT_LIFETIME } from './logout-cookie.js';

/** Logs out: here first and for certain, then at the provider as far as it can be reached. */
@Injectable()
export class LogoutService {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly seal: Seal;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
    private readonly events: AuthEvents,
  ) {
    this.seal = options.session.seals.for('logout');
  }

  /**
   * Ends the session and returns the URL to send the browser to. A provider that is away stops nobody from
   * logging out.
   *
   * @throws {CriiptoAuthError} `store_unavailable` when `session.store` is away: nobody was logged out.
   */
  async begin(cookies: Cookies): Promise<string> {
    const { idToken, access } = await this.sessions.end(cookies);
    const state = randomId();
    const [atProvider] = await Promise.all([
      this.providerUrl(state, idToken),
      this.revoke(access?.refreshToken),
    ]);
    this.events.emit('logout.completed', { atProvider: atProvider !== undefined });
    const { logout } = this.options.cookieNames;
    if (cookies.has(EARLIER_COOKIES.logout)) cookies.clear(EARLIER_COOKIES.logout);
    if (atProvider === undefined) {
      if (cookies.has(logout)) cookies.clear(logout);
      return this.endUrl;
    }
    const sealed = this.seal.seal(logout, state, this.clock.seconds() + LOGOUT_LIFETIME);
    cookies.set(logout, sealed, { maxAge: LOGOUT_LIFETIME, sameSite: 'Lax' });
    return atProvider;
  }

  /** Whether the browser comes back from a logout that it started here. */
  finish(cookies: Cookies, state: string | null): boolean {
    if (state === null) return false;
    const names = [this.options.cookieNames.logout, EARLIER_COOKIES.logout];
    const name = names.find((each) => this.isStarted(cookies, each, state));
    if (name === undefined) return false;
    cookies.clear(name);
    return true;
  }

  /** Whether the cookie of this name is of a logout with this state. */
  private isStarted(cookies: Cookies, name: string, state: string): boolean {
    const sealed = cookies.get(name);
    if (sealed === undefined) return false;
    const started = this.seal.open(name, sealed, this.clock.seconds());
    return typeof started === 'string' && equalInConstantTime(started, state);
  }

  private async providerUrl(
    state: string,
    idTokenHint: string | undefined,
  ): Promise<string | undefined> {
    if (!this.options.logout.provider || !this.options.routes.loggedOut) return undefined;
    try {
      const postLogoutRedirectUri = this.loggedOutUrl;
      return await this.client.logoutUrl({ postLogoutRedirectUri, state, idTokenHint });
    } catch (thrown) {
      const failure = failureText(asCriiptoAuthError(thrown));
      this.logger.warn(`The user was logged out here, but not at the provider: ${failure}`);
      return undefined;
    }
  }

  /** Whoever has a copy of the refresh token gets nothing for it from now on. */
  private async revoke(refreshToken: string | undefined): Promise<void> {
    if (refreshToken === undefined) return;
    try {
      await this.client.revoke(refreshToken);
    } catch (thrown) {
      const failure = failureText(asCriiptoAuthError(thrown));
      this.logger.warn(
        `The user was logged out, but the refresh token was not revoked: ${failure}`,
      );
    }
  }

  /** Where a logout ends that the provider has no part in. */
  private get endUrl(): string {
    const { site, logout } = this.options;
    return logout.returnTo === undefined ? this.loggedOutUrl : pageUrl(site, logout.returnTo);
  }

  private get loggedOutUrl(): string {
    const { site, routes, login } = this.options;
    return routes.loggedOut
      ? absoluteUrl(site, routes.loggedOut.path)
      : pageUrl(site, login.defaultReturnTo);
  }
}
