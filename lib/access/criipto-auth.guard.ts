import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Logger,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { authRuleOf, unknownRuleAt } from '../access-rules/auth-rule.decorator.js';
import type { AuthRule } from '../access-rules/auth-rule.js';
import { bearerChallenge, stepUpParameters } from '../access-rules/bearer-challenge.js';
import { markRuleReader } from '../access-rules/rule-reader.js';
import { Clock } from '../common/clock.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { printable } from '../common/printable.js';
import { isSufficient } from '../eid/assurance/sufficient-authentication.js';
import { type Caller, callerOf, cookiesSentBy } from '../http/caller.js';
import { type CookieCarrier, Cookies } from '../http/cookies.js';
import { limitCaching } from '../http/guarded-caching.js';
import { foreignOrigin } from '../http/handshake.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { isNavigation } from '../http/navigation.js';
import { RedirectionException } from '../http/redirection.exception.js';
import { LoginReporter } from '../login/login-reporter.service.js';
import { type LoginRequest, LoginService } from '../login/login.service.js';
import { absoluteUrl } from '../options/reading/site.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { rememberSession } from '../session/request-session.js';
import type { Session } from '../session/session.js';
import { SessionService } from '../session/session.service.js';
import { forgetEarlier, noteGiven } from './given-user.js';

type AcrRule = Extract<AuthRule, { kind: 'acr' }>;

/**
 * Lets in who is logged in. A browser that goes to a page is sent to login and comes back to that page;
 * everything else is answered 401. HTTP, GraphQL and WebSocket; a context it does not know is refused.
 * A WebSocket that a page of another origin opened, which is none of `webSocketOrigins`, has no session.
 *
 * @throws {CriiptoAuthError} `store_unavailable` when `session.store` cannot be asked, and on the way to a
 *   stronger login what `LoginService#begin` throws.
 */
@Injectable()
export class CriiptoAuthGuard implements CanActivate {
  static {
    markRuleReader(this, 'CriiptoAuthGuard');
  }

  private readonly logger = new Logger(LOGGER_NAME);

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    private readonly login: LoginService,
    private readonly reporter: LoginReporter,
    private readonly exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // The socket under a WebSocket or GraphQL may have the user of an earlier message.
    const isLasting = context.getType() !== 'http';
    if (isLasting) forgetEarlier(context);
    const rule = authRuleOf(this.reflector, context, this);
    if (rule?.kind === 'public') return true;
    if (rule?.kind === 'unknown') {
      this.logger.error(unknownRuleAt(context));
      return false;
    }
    const caller = callerOf(context);
    if (!caller) return false;
    const exchange = this.exchanges.ofContext(context);
    const cookies = new Cookies(exchange ?? this.sentCookies(context, caller), this.options.site);
    const found = await this.sessions.read(cookies);
    const session =
      found && this.sessions.isDue(found) ? await this.renewed(found, cookies, exchange) : found;
    rememberSession(context, session);
    if (session) caller.user = session.user;
    if (session && isLasting) noteGiven(context, session.user);
    if (exchange && (session || rule?.kind !== 'optional'))
      limitCaching(exchange, this.options.session.cacheControl);
    if (this.mayPass(rule, session)) return true;
    const stepUp = rule?.kind === 'acr' ? rule : undefined;
    if (exchange && isNavigation(exchange))
      await this.sendToLogin(exchange, cookies, stepUp && stepUpRequest(exchange, stepUp, session));
    // A gateway turns `false` into an exception of its own kind.
    if (context.getType() === 'ws') return false;
    throw refusal(exchange, session && stepUp);
  }

  /** A page of another origin can open a WebSocket with the session of who looks at it: there nobody is logged in. */
  private sentCookies(context: ExecutionContext, caller: Caller): CookieCarrier {
    const origin = foreignOrigin(context, caller, this.options.webSocketOrigins);
    if (origin === undefined) return cookiesSentBy(caller);
    this.logger.debug(
      `A WebSocket was opened by a page at ${printable(origin)}, which is none of \`webSocketOrigins\`: its cookies are not read`,
    );
    return cookiesSentBy({ headers: {} });
  }

  /** The same session; none when its renewal shows that it is over. Without an answer there is no cookie to renew it by. */
  private async renewed(
    session: Session,
    cookies: Cookies,
    exchange: HttpExchange | undefined,
  ): Promise<Session | undefined> {
    const isStored = session.id !== undefined;
    if (!exchange && !isStored) return session;
    return (await this.sessions.renew(cookies, session)) === 'ended' ? undefined : session;
  }

  private mayPass(rule: AuthRule | undefined, session: Session | undefined): boolean {
    if (!session) return rule?.kind === 'optional';
    return rule?.kind !== 'acr' || this.satisfies(session, rule);
  }

  /** As lenient as the login was, or a browser would be sent to log in again and again. */
  private satisfies(session: Session, rule: AcrRule): boolean {
    const { clockTolerance } = this.options.idToken;
    return isSufficient(session, rule, { now: this.clock.seconds(), clockTolerance });
  }

  /** A browser logs in, as strongly as is demanded, and comes back to this page. Without a login route there is nowhere to send it. */
  private async sendToLogin(
    exchange: HttpExchange,
    cookies: Cookies,
    stepUp: LoginRequest | undefined,
  ): Promise<void> {
    if (stepUp) throw new RedirectionException(exchange, await this.begin(cookies, stepUp));
    const { site, routes } = this.options;
    if (!routes.login) return;
    // A login route of the application's own may try it silently, and would for ever.
    if (this.login.hasJustFailedSilently(cookies))
      throw new RedirectionException(
        exchange,
        await this.begin(cookies, { returnTo: exchange.url }),
      );
    const returnTo = encodeURIComponent(exchange.url);
    throw new RedirectionException(
      exchange,
      `${absoluteUrl(site, routes.login.path)}?returnTo=${returnTo}`,
    );
  }

  private begin(cookies: Cookies, request: LoginRequest): Promise<string> {
    return this.login.begin(cookies, request).catch((error: unknown) => {
      this.reporter.refused(error);
      throw error;
    });
  }
}

/** Whoever is logged in is told what is missing, in the words of RFC 9470 section 3. */
function refusal(
  exchange: HttpExchange | undefined,
  missing: AcrRule | undefined,
): UnauthorizedException {
  if (!missing) return new UnauthorizedException('Login required');
  exchange?.setHeader('WWW-Authenticate', bearerChallenge(stepUpParameters(missing)));
  return new UnauthorizedException('A stronger or more recent login is required');
}

/** Whoever is logged in proves to be that person once more. Somebody who is not may be anybody. */
function stepUpRequest(
  { url }: HttpExchange,
  { acrValues, maxAge }: AcrRule,
  session: Session | undefined,
): LoginRequest {
  return {
    returnTo: url,
    acrValues,
    prompt: 'login',
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(session ? { samePersonAs: session.authentication } : {}),
  };
}
