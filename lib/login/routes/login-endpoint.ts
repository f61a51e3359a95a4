import type { Clock } from '../../common/clock.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { SilentLoginError } from '../../errors/silent-login.error.js';
import { notePageFacts, pageFactsOf } from '../../errors/page-facts.js';
import { askedReturnTo } from '../../http/asked-return-to.js';
import { Cookies } from '../../http/cookies.js';
import { type HttpExchange, keepPrivate, queryOf } from '../../http/http-exchange.js';
import { isEmbedded, isSameOrigin, postsJson, speaksJson } from '../../http/navigation.js';
import { comesBack } from '../../oidc/authorization/login-leg.js';
import { pageUrl } from '../../options/reading/site.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import { isProofAlone } from '../../session/login-basis.js';
import type { SessionService } from '../../session/session.service.js';
import { eidRequest } from '../eid-request.js';
import type { InFlightLogins } from '../in-flight-logins.service.js';
import type { LoginReporter } from '../login-reporter.service.js';
import type { CompletedLogin } from '../completed-login.js';
import type { LoginRequest } from '../login-request.js';
import type { LoginService } from '../login.service.js';
import type { UserValidator } from '../user-validator.js';
import { LateCallbacks } from './late-callbacks.js';
import { SimultaneousCallbacks } from './simultaneous-callbacks.js';

/** A login that is completed, and whom the application takes its user for: nobody, where it proved an age alone. */
export interface AuthenticatedUser {
  readonly user: unknown;
  readonly login: CompletedLogin;
  /** Nobody is logged in by it: the browser goes on to `login.returnTo`. */
  readonly isProof: boolean;
}

type Finish = (cookies: Cookies, parameters: URLSearchParams) => Promise<AuthenticatedUser>;

/** Errors of a callback that came twice or too late: no news to a user who is in already. */
const STALE_CALLBACK: readonly string[] = [
  'login_unknown',
  'login_already_used',
  'login_expired',
  'callback_empty',
];

/**
 * A login over HTTP. `begin` is the way to the provider; `authenticate` the way back, as far as to the user;
 * `logIn` the same and a session. Each is waited for at a shutdown, and tells the log when it is refused. A callback
 * that comes twice at once is completed once, and both are answered the same.
 */
export class LoginEndpoint {
  private readonly authenticated = new SimultaneousCallbacks<AuthenticatedUser>();
  private readonly loggedIn = new SimultaneousCallbacks<AuthenticatedUser>();
  private readonly late: LateCallbacks;

  constructor(
    private readonly login: LoginService,
    private readonly sessions: SessionService,
    private readonly reporter: LoginReporter,
    private readonly inFlight: InFlightLogins,
    private readonly options: ResolvedOptions,
    clock: Clock,
  ) {
    this.late = new LateCallbacks(options, clock);
  }

  /**
   * What a browser may ask for: where to go after the login, by which of `login.eids`, and nothing else.
   *
   * @throws {CriiptoAuthError} `login_request_invalid` for another eID.
   */
  requestOf(exchange: HttpExchange): LoginRequest {
    const { login } = this.options;
    const returnTo = askedReturnTo(exchange);
    const request = returnTo === undefined ? {} : { returnTo };
    if (login.eids.length === 0) return request;
    try {
      return { ...request, ...eidRequest(queryOf(exchange), login) };
    } catch (error) {
      this.reporter.refused(error);
      throw error;
    }
  }

  /** Starts a login. Gives the URL to send the browser to. */
  begin(exchange: HttpExchange, request: LoginRequest): Promise<string> {
    return this.inFlight.add(this.reported(this.start(exchange, request)));
  }

  /** Completes a login. Who makes no session by `logIn` tells `LoginReporter` when the user is in. */
  authenticate(exchange: HttpExchange, validator: UserValidator): Promise<AuthenticatedUser> {
    return this.inFlight.add(
      this.complete(exchange, validator, this.authenticated, (cookies, parameters) =>
        this.finishWithProof(cookies, parameters, validator),
      ),
    );
  }

  /** Completes a login and makes a session of it. */
  logIn(exchange: HttpExchange, validator: UserValidator): Promise<AuthenticatedUser> {
    return this.inFlight.add(
      this.complete(exchange, validator, this.loggedIn, (cookies, parameters) =>
        this.finishWithSession(cookies, parameters, validator),
      ),
    );
  }

  /** Where a page of this application is. */
  urlOf(path: string): string {
    return pageUrl(this.options.site, path);
  }

  /** Whether the browser comes back from the provider, even if it comes with nothing. */
  isCallback(exchange: HttpExchange): boolean {
    return comesBack(exchange, this.options.routes);
  }

  /**
   * The path of this application where a browser goes on whose login did not end in one, and which needs no page
   * that says so. Who speaks JSON goes on as it likes.
   */
  async pathAfter(error: unknown, exchange: HttpExchange): Promise<string | undefined> {
    if (!(error instanceof CriiptoAuthError) || speaksJson(exchange)) return undefined;
    if (error.code === 'login_cancelled') return this.options.login.cancelledPath;
    if (error instanceof SilentLoginError) return error.returnTo;
    return this.pathAfterStale(error, exchange, false);
  }

  /** The same for a callback that came twice or too late alone. `isIn` says that the application knows its user by itself. */
  async pathAfterStale(
    error: unknown,
    exchange: HttpExchange,
    isIn: boolean,
  ): Promise<string | undefined> {
    if (!(error instanceof CriiptoAuthError) || speaksJson(exchange)) return undefined;
    if (!STALE_CALLBACK.includes(error.code)) return undefined;
    const cookies = new Cookies(exchange, this.options.site);
    const { defaultReturnTo } = this.options.login;
    if (isIn || (await this.sessions.read(cookies))) return defaultReturnTo;
    return this.late.pathAfter(error, exchange, cookies);
  }

  /** What was wrong with the callback of a browser that was sent on to here, and which was told before. */
  recall(exchange: HttpExchange): CriiptoAuthError {
    return this.late.recall(new Cookies(exchange, this.options.site)) ?? this.withoutCookies();
  }

  /** Any page could have its visitors fetch the login, and so crowd out the one that they have under way. */
  private async start(exchange: HttpExchange, request: LoginRequest): Promise<string> {
    keepPrivate(exchange);
    if (this.isForeign(exchange)) {
      throw new CriiptoAuthError(
        'login_cross_site',
        'A frame, or a page of another site, asked for a login that nobody went to',
      );
    }
    return this.login.begin(new Cookies(exchange, this.options.site), request);
  }

  private async complete(
    exchange: HttpExchange,
    validator: UserValidator,
    callbacks: SimultaneousCallbacks<AuthenticatedUser>,
    finish: Finish,
  ): Promise<AuthenticatedUser> {
    keepPrivate(exchange);
    const cookies = new Cookies(exchange, this.options.site);
    if (this.late.isSentOn(exchange)) throw this.recall(exchange);
    const parameters = await this.reported(this.parameters(exchange));
    const proof = this.login.proofOf(cookies, parameters);
    return callbacks.answer({ proof, parameters, cookies, validator }, () =>
      this.reported(finish(cookies, parameters), cookies),
    );
  }

  private async finish(
    cookies: Cookies,
    parameters: URLSearchParams,
    validator: UserValidator,
  ): Promise<AuthenticatedUser> {
    const login = await this.login.complete(cookies, parameters);
    if (isProofAlone(login.user, this.options.login.acrValues))
      return { user: undefined, login, isProof: true };
    const validated = await validator.validate(login.user);
    // Nest lets `validate` give a list for Passport: the user, and what else to tell of it.
    const user: unknown = Array.isArray(validated) ? validated[0] : validated;
    if (!user) throw new CriiptoAuthError('user_refused', 'The application knows no such user');
    return { user, login, isProof: false };
  }

  /** Who makes no session keeps a proof all the same, for the guards. */
  private async finishWithProof(
    cookies: Cookies,
    parameters: URLSearchParams,
    validator: UserValidator,
  ): Promise<AuthenticatedUser> {
    const authenticated = await this.finish(cookies, parameters, validator);
    if (authenticated.isProof) await this.sessions.create(cookies, authenticated.login.user);
    return authenticated;
  }

  private async finishWithSession(
    cookies: Cookies,
    parameters: URLSearchParams,
    validator: UserValidator,
  ): Promise<AuthenticatedUser> {
    const authenticated = await this.finish(cookies, parameters, validator);
    const { user, login } = authenticated;
    await this.sessions.create(cookies, login.user, user, login.tokens);
    this.reporter.completed(login.user);
    return authenticated;
  }

  private async reported<T>(work: Promise<T>, cookies?: Cookies): Promise<T> {
    try {
      return await work;
    } catch (error) {
      // Also when the login itself was right, and the application refuses its user.
      if (cookies) notePageFacts(error, pageFactsOf(cookies));
      this.reporter.refused(error);
      throw error;
    }
  }

  private withoutCookies(): CriiptoAuthError {
    const message = 'A callback was late, or the browser brings no cookies of ours';
    const error = new CriiptoAuthError('login_unknown', message);
    this.reporter.refused(error);
    return error;
  }

  /** A page of another origin could not read the answer, but the login would be there. In a frame it would never end. */
  private isForeign(exchange: HttpExchange): boolean {
    if (!speaksJson(exchange)) return isEmbedded(exchange);
    return !isSameOrigin(exchange, this.options.site.origin);
  }

  /** From where the response mode that was asked for puts them, or as JSON from our own application, and from nowhere else. */
  private async parameters(exchange: HttpExchange): Promise<URLSearchParams> {
    if (this.options.login.appCallback && postsJson(exchange)) return this.postedByApp(exchange);
    const method = this.options.login.responseMode === 'form_post' ? 'POST' : 'GET';
    if (exchange.method !== method && !isOfNoLogin(exchange)) {
      throw new CriiptoAuthError(
        'callback_malformed',
        `The callback came by ${exchange.method}, not by ${method}`,
      );
    }
    return exchange.method === 'POST' ? exchange.form() : queryOf(exchange);
  }

  private postedByApp(exchange: HttpExchange): Promise<URLSearchParams> {
    if (isSameOrigin(exchange, this.options.site.origin)) return exchange.form();
    throw new CriiptoAuthError('login_cross_site', 'A page of another site posted a callback');
  }
}

/**
 * Nothing of a login under way, by whatever method its callback comes: a phone that switches back from the eID
 * app opens the bare address, and a provider that has forgotten a pushed request knows no response mode.
 */
function isOfNoLogin(exchange: HttpExchange): boolean {
  const query = queryOf(exchange);
  return exchange.method === 'GET' && !query.has('code') && !query.has('state');
}
