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
import type { AgeAnswer } from '../eid/assurance/age-answer.js';
import { actsForCompany } from '../eid/assurance/company-login.js';
import type { ClockComparison } from '../eid/assurance/recent-authentication.js';
import { isSufficient } from '../eid/assurance/sufficient-authentication.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { failureLine } from '../errors/error-report.js';
import { notePageFacts } from '../errors/page-facts.js';
import { type Caller, callerOf, cookiesSentBy } from '../http/caller.js';
import { type CookieCarrier, Cookies } from '../http/cookies.js';
import { limitCaching } from '../http/guarded-caching.js';
import { foreignOrigin, foreignOriginText } from '../http/handshake.js';
import { forbidCaching, type HttpExchange } from '../http/http-exchange.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { isFramed, isLookAhead, isNavigation, isPrefetch, isSentForm } from '../http/navigation.js';
import { LoginReporter } from '../login/login-reporter.service.js';
import { LoginService } from '../login/login.service.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { RefusedPageException } from '../pages/refused-page.exception.js';
import { rememberAtField, rememberSession } from '../session/request-session.js';
import type { Session } from '../session/session.js';
import type { Renewal } from '../session/session-backend.js';
import { SessionService } from '../session/session.service.js';
import { ageVerdict } from './age-verdict.js';
import { forgetEarlier, noteGiven, noteNobody } from './given-user.js';
import { LoginRedirect } from './login-redirect.js';

/** Rules that name the login that they take, which may be less than what counts at other routes. */
const NAMES_LOGIN: ReadonlySet<AuthRule['kind'] | undefined> = new Set(['acr', 'company'] as const);

/**
 * Lets in who is logged in. A browser that goes to a page is sent to login and comes back to that page;
 * everything else is answered 401: by a page with a way on in a frame, or to a form that a person sends. Where no
 * rule says what it takes, a login that was made for a rule counts if it satisfies `login.acrValues`. HTTP, GraphQL
 * and WebSocket; a context it does not know is refused. A WebSocket that a page of another origin opened, which is
 * none of `webSocketOrigins`, has no session.
 *
 * @throws {CriiptoAuthError} `store_unavailable` when `session.store` cannot be asked, `age_too_low` under
 *   `@RequireAge()`, `company_required` under `@RequireCompany()`, and on the way to a stronger login what `LoginService#begin` throws.
 */
@Injectable()
export class CriiptoAuthGuard implements CanActivate {
  static {
    markRuleReader(this, 'CriiptoAuthGuard');
  }

  private readonly logger = new Logger(LOGGER_NAME);
  private readonly redirect: LoginRedirect;
  /** By the answers that a session is renewed in: the fields of a GraphQL operation have one, and one of them does it. */
  private readonly renewals = new WeakMap<HttpExchange, Promise<Renewal>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionService,
    login: LoginService,
    reporter: LoginReporter,
    private readonly exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
  ) {
    this.redirect = new LoginRedirect(login, reporter, sessions, options);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // The socket under a WebSocket or GraphQL may have the user of an earlier message.
    const isLasting = context.getType() !== 'http';
    if (isLasting) forgetEarlier(context);
    const rule = authRuleOf(this.reflector, context, this);
    if (rule?.kind === 'public') {
      if (isLasting) noteNobody(context);
      return true;
    }
    if (rule?.kind === 'unknown') {
      this.logger.error(unknownRuleAt(context));
      return false;
    }
    const caller = callerOf(context);
    if (!caller) return false;
    const exchange = this.exchanges.ofContext(context);
    const answer = exchange ?? this.exchanges.ofOperation(context);
    const cookies = new Cookies(answer ?? this.sentCookies(context, caller), this.options.site);
    const found = await this.sessions.read(cookies);
    // A rule asks a session for what it takes; without one it has to be what every login is.
    const counts = found && (NAMES_LOGIN.has(rule?.kind) || this.sessions.isLogin(found));
    const counting = counts ? found : undefined;
    const session =
      counting && this.sessions.isDue(counting)
        ? await this.renewed(counting, cookies, answer)
        : counting;
    rememberSession(context, session);
    if (session) caller.user = session.user;
    if (isLasting) noteFound(context, session);
    if (answer && (session || rule?.kind !== 'optional'))
      limitCaching(answer, this.options.session.cacheControl);
    const verdict = this.verdict(rule, session, cookies);
    if (verdict === 'yes') return true;
    if (verdict === 'unknown' && exchange && isNavigation(exchange))
      await this.redirect.send(exchange, cookies, { rule, session, isWeak: counting !== found });
    // A gateway turns `false` into an exception of its own kind.
    if (context.getType() === 'ws') return false;
    if (verdict === 'no') throw this.tooYoung(rule);
    throw rule?.kind === 'company' ? this.noCompany(exchange) : refusal(exchange, session, rule);
  }

  /** A page of another origin can open a WebSocket with the session of who looks at it: there nobody is logged in. */
  private sentCookies(context: ExecutionContext, caller: Caller): CookieCarrier {
    const origin = foreignOrigin(context, caller, this.options.webSocketOrigins);
    if (origin === undefined) return cookiesSentBy(caller);
    this.logger.debug(foreignOriginText(origin));
    return cookiesSentBy({ headers: {} });
  }

  /**
   * The same session; none when its renewal shows that it is over. One in a cookie is renewed by another: without an
   * answer there is none, and who looks ahead gets none. One that is stored is looked for on its lists at any request.
   */
  private async renewed(
    session: Session,
    cookies: Cookies,
    answer: HttpExchange | undefined,
  ): Promise<Session | undefined> {
    const isStored = session.id !== undefined;
    const isUse = !answer || !isLookAhead(answer);
    if (!isStored && !(answer && isUse)) return session;
    const renewal =
      (answer && this.renewals.get(answer)) ?? this.sessions.renew(cookies, session, isUse);
    if (answer) this.renewals.set(answer, renewal);
    return (await renewal) === 'ended' ? undefined : session;
  }

  /** Whether somebody may pass: `no` where no login would change that. */
  private verdict(
    rule: AuthRule | undefined,
    session: Session | undefined,
    cookies: Cookies,
  ): AgeAnswer {
    const { sessions } = this;
    if (rule?.kind === 'age')
      return ageVerdict(rule, session, { sessions, cookies, ...this.clocks });
    if (rule?.kind === 'company')
      return session && actsForCompany(session.authentication) ? 'yes' : 'unknown';
    const mayPass = session
      ? rule?.kind !== 'acr' || isSufficient(session, rule, this.clocks)
      : rule?.kind === 'optional';
    return mayPass ? 'yes' : 'unknown';
  }

  /** As lenient as the login was, or a browser would be sent to log in again and again. */
  private get clocks(): ClockComparison {
    return { now: this.clock.seconds(), clockTolerance: this.options.idToken.clockTolerance };
  }

  private tooYoung(rule: AuthRule | undefined): CriiptoAuthError {
    const error = new CriiptoAuthError('age_too_low', 'The user has not reached the age demanded');
    if (rule?.kind === 'age') notePageFacts(error, { years: rule.years });
    return this.told(error);
  }

  private noCompany(exchange: HttpExchange | undefined): CriiptoAuthError {
    if (exchange) keepFromLater(exchange);
    return this.told(new CriiptoAuthError('company_required', 'Nobody is logged in for a company'));
  }

  private told(error: CriiptoAuthError): CriiptoAuthError {
    this.logger.log(`Refused: ${failureLine(error)}`);
    return error;
  }
}

/** A browser shows what it has fetched ahead to who goes there in the next minutes. */
function keepFromLater(exchange: HttpExchange): void {
  if (isPrefetch(exchange)) forbidCaching(exchange);
}

function noteFound(context: ExecutionContext, session: Session | undefined): void {
  if (!session) return noteNobody(context);
  noteGiven(context, session.user);
  rememberAtField(context, session);
}

function refusal(
  exchange: HttpExchange | undefined,
  session: Session | undefined,
  rule: AuthRule | undefined,
): UnauthorizedException {
  if (exchange) keepFromLater(exchange);
  const reason = reasonOf(exchange, session, rule);
  // Who cannot be sent to login from here and back: out of a frame, or with what a form has sent.
  const isForPerson = exchange && (isFramed(exchange) || isSentForm(exchange));
  return isForPerson ? new RefusedPageException(reason) : new UnauthorizedException(reason);
}

/** Whoever is logged in is told what is missing, in the words of RFC 9470 section 3. */
function reasonOf(
  exchange: HttpExchange | undefined,
  session: Session | undefined,
  rule: AuthRule | undefined,
): string {
  if (rule?.kind === 'age') return 'A proof of age is required';
  if (!session || rule?.kind !== 'acr') return 'Login required';
  exchange?.setHeader('WWW-Authenticate', bearerChallenge(stepUpParameters(rule)));
  return 'A stronger or more recent login is required';
}
