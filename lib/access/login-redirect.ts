import type { AuthRule } from '../access-rules/auth-rule.js';
import type { Cookies } from '../http/cookies.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { RedirectionException } from '../http/redirection.exception.js';
import type { LoginReporter } from '../login/login-reporter.service.js';
import type { LoginService } from '../login/login.service.js';
import { absoluteUrl } from '../options/reading/site.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { Session } from '../session/session.js';
import type { SessionService } from '../session/session.service.js';
import { type Errand, errandOf } from './errand.js';

/** Who is not let in, and by what. */
export interface Refused {
  readonly rule: AuthRule | undefined;
  /** The session that counts there. */
  readonly session: Session | undefined;
  /** Whether a session came that does not count there. */
  readonly isWeak: boolean;
}

/** Sends a browser that is not let in to log in as is demanded, or to prove an age, and back to its page. */
export class LoginRedirect {
  constructor(
    private readonly login: LoginService,
    private readonly reporter: LoginReporter,
    private readonly sessions: SessionService,
    private readonly options: ResolvedOptions,
  ) {}

  /**
   * Comes back where there is nowhere to send it.
   *
   * @throws {RedirectionException} which is the answer.
   * @throws {CriiptoAuthError} what `LoginService#begin` throws.
   */
  async send(
    exchange: HttpExchange,
    cookies: Cookies,
    { rule, session, isWeak }: Refused,
  ): Promise<void> {
    const isLogin = session !== undefined && this.sessions.isLogin(session);
    const errand = errandOf(rule, exchange.url, { session, isLogin });
    if (errand) return this.sendToProvider(exchange, cookies, errand);
    // There is no more to prove an age by than a login that tells no birthdate.
    if (session) return;
    if (isWeak) return this.sendToProvider(exchange, cookies, anyLogin(exchange));
    return this.sendToLogin(exchange, cookies);
  }

  /** Without a login route there is nowhere to send it. */
  private async sendToLogin(exchange: HttpExchange, cookies: Cookies): Promise<void> {
    const { site, routes } = this.options;
    if (!routes.login) return;
    // A login route of the application's own may try it silently, and would for ever.
    if (this.login.hasJustFailedSilently(cookies))
      await this.sendToProvider(exchange, cookies, anyLogin(exchange));
    const returnTo = encodeURIComponent(exchange.url);
    throw new RedirectionException(
      exchange,
      `${absoluteUrl(site, routes.login.path)}?returnTo=${returnTo}`,
    );
  }

  private async sendToProvider(
    exchange: HttpExchange,
    cookies: Cookies,
    { request, purpose }: Errand,
  ): Promise<never> {
    const begun = purpose
      ? this.login.beginFor(purpose, cookies, request)
      : this.login.begin(cookies, request);
    const url = await begun.catch((error: unknown) => {
      this.reporter.refused(error);
      throw error;
    });
    throw new RedirectionException(exchange, url);
  }
}

/** A login as every other, and back here. */
function anyLogin({ url }: HttpExchange): Errand {
  return { request: { returnTo: url } };
}
