import { Injectable, Logger } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { hidden } from '../common/hidden.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { ageFacts } from '../eid/assurance/age-facts.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { personFingerprints } from '../eid/user/same-person.js';
import { toCriiptoUser } from '../eid/user/to-criipto-user.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { SilentLoginError } from '../errors/silent-login.error.js';
import { notePageFacts, pageFactsOf } from '../errors/page-facts.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { Telemetry } from '../events/telemetry.js';
import type { Cookies } from '../http/cookies.js';
import { routedPaths, safeReturnTo } from '../http/return-to.js';
import {
  type AuthorizationResponse,
  isExpiredRequest,
  readAuthorizationResponse,
} from '../oidc/authorization/authorization-response.js';
import { CriiptoClient, type ExchangedCode } from '../oidc/criipto-client.service.js';
import { errorDescription } from '../oidc/messages/error-description.js';
import { withTraceId } from '../oidc/messages/trace-id.js';
import { namedPaths } from '../options/own-paths.js';
import { absoluteUrl } from '../options/reading/site.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { noteBasis } from '../session/login-basis.js';
import { SessionService } from '../session/session.service.js';
import { KeyValueStore } from '../stores/key-value-store.js';
import { assertAssurance } from './assurance.js';
import { checkLoginRequest } from './check-login-request.js';
import type { CompletedLogin } from './completed-login.js';
import { judgeLogin } from './judge-login.js';
import type { LoginPurpose } from './login-purpose.js';
import type { LoginRequest } from './login-request.js';
import { newLoginSecrets } from './login-secrets.js';
import { type LoginTransaction, LoginTransactions } from './login-transactions.js';
import { checkPrompt, isSilent } from './prompt.js';
import { expiredOrUnknown, refusedAuthorization } from './refused-authorization.js';
import { SilentLogins } from './silent-logins.js';
import { tokensToKeep } from './tokens-to-keep.js';
import { userClaims, withUnsigned } from './user-claims.js';

/**
 * The login, from the click to the user: `begin` sends the browser to the provider, `complete` receives
 * it back, exchanges the code, and knows who it is. The story of this library.
 */
@Injectable()
export class LoginService {
  private readonly logger = new Logger(LOGGER_NAME);
  private readonly transactions: LoginTransactions;
  private readonly silent: SilentLogins;
  private readonly redirectUri: string;
  private readonly ownPaths: ReadonlySet<string>;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly client: CriiptoClient,
    private readonly clock: Clock,
    private readonly events: AuthEvents,
    completedLogins: KeyValueStore,
    private readonly sessions: SessionService,
    private readonly telemetry: Telemetry = new Telemetry(),
  ) {
    this.transactions = new LoginTransactions(options, completedLogins, clock);
    this.silent = new SilentLogins(options, clock);
    this.redirectUri = absoluteUrl(options.site, options.routes.callback.path);
    this.ownPaths = routedPaths(namedPaths(options));
  }

  /**
   * Starts a login and returns the URL to send the browser to.
   *
   * @throws {CriiptoAuthError} `discovery_…`, `provider_…`, `signer_failed`, `login_request_invalid`, and
   *   `client_authentication_failed` when the request is pushed.
   * @throws {SilentLoginError} `login_too_frequent` when this browser tried `prompt: 'none'` too often.
   */
  begin(cookies: Cookies, request: LoginRequest = {}): Promise<string> {
    return this.beginFor({ for: 'login' }, cookies, request);
  }

  /**
   * The same for a guard. What comes back serves what the guard wants.
   *
   * @internal
   */
  beginFor(purpose: LoginPurpose, cookies: Cookies, request: LoginRequest): Promise<string> {
    return this.telemetry
      .loginSpan('begin', () => this.startAuthorization(cookies, request, purpose))
      .catch((error: unknown) => {
        const { acrValues, maxAge, samePersonAs, returnTo, uiLocales } = request;
        if (uiLocales !== undefined) notePageFacts(error, { uiLocales });
        if ((acrValues ?? maxAge ?? samePersonAs) !== undefined)
          notePageFacts(error, { wayBack: this.returnTo(returnTo) });
        throw error;
      });
  }

  /**
   * Completes the login that this browser started. Its transaction is used up before anything is
   * checked, so that nothing can be tried twice.
   *
   * @throws {CriiptoAuthError} `callback_…`, `login_…`, `issuer_…`, `id_token_…`, `acr_not_satisfied`,
   *   `authentication_too_old`, `user_mismatch`, `age_too_low`, and what `CriiptoClient#exchangeCode` throws.
   * @throws {SilentLoginError} when it was tried with `prompt: 'none'` and the provider has to ask the user.
   */
  complete(cookies: Cookies, parameters: URLSearchParams): Promise<CompletedLogin> {
    return this.telemetry
      .loginSpan('complete', () => this.finishAuthorization(cookies, parameters))
      .catch((error: unknown) => {
        notePageFacts(error, pageFactsOf(cookies));
        throw error;
      });
  }

  /**
   * What shows that a browser began the login of a callback: nothing, where it did not.
   *
   * @internal
   */
  proofOf(cookies: Cookies, parameters: URLSearchParams): string | undefined {
    return this.transactions.cookieOf(cookies, parameters.get('state') ?? '');
  }

  /** Whether this browser has just come back from a login with `prompt: 'none'` as nobody. */
  hasJustFailedSilently(cookies: Cookies): boolean {
    return this.silent.hasJustFailed(cookies);
  }

  private async startAuthorization(
    cookies: Cookies,
    request: LoginRequest,
    purpose: LoginPurpose,
  ): Promise<string> {
    const { login } = this.options;
    checkLoginRequest(request);
    const prompt = request.prompt ?? login.prompt;
    checkPrompt(prompt, request.maxAge);
    if (isSilent(prompt)) this.takeSilentAttempt(cookies, request);
    const transaction = this.transactionOf(cookies, request, purpose);
    const { state, nonce, codeVerifier } = transaction;
    const { url, traceId, pushedUntil } = await this.client.authorization({
      redirectUri: this.redirectUri,
      scope: request.scope ?? login.scope,
      state,
      nonce,
      codeVerifier,
      responseMode: login.responseMode,
      acrValues: transaction.acrValues ?? login.acrValues,
      prompt,
      // One that is meant for logins may name a person, or another eID.
      loginHint: request.loginHint ?? (purpose.for === 'age' ? undefined : login.loginHint),
      uiLocales: request.uiLocales ?? login.uiLocales,
      maxAge: request.maxAge,
      extraParams: { ...login.extraParams, ...request.extraParams },
    });
    this.transactions.begin(cookies, { ...transaction, traceId, pushedUntil });
    this.events.emit('login.started', traceId === undefined ? {} : { traceId });
    return url;
  }

  /** What has to be remembered of a login that begins now. */
  private transactionOf(
    cookies: Cookies,
    request: LoginRequest,
    purpose: LoginPurpose,
  ): LoginTransaction {
    const { login } = this.options;
    const { returnTo, acrValues, maxAge, samePersonAs, scope, uiLocales } = request;
    return {
      ...newLoginSecrets(),
      returnTo: this.returnTo(returnTo),
      acrValues: acrValues === undefined ? undefined : [acrValues].flat(),
      maxAge,
      silent: isSilent(request.prompt ?? login.prompt) || undefined,
      person: samePersonAs === undefined ? undefined : personFingerprints(samePersonAs),
      // A form post comes from the provider's site, and brings no session.
      session: login.responseMode === 'form_post' ? this.sessions.nameIn(cookies) : undefined,
      scope,
      uiLocales,
      purpose,
      startedAt: this.clock.seconds(),
    };
  }

  private async finishAuthorization(
    cookies: Cookies,
    parameters: URLSearchParams,
  ): Promise<CompletedLogin> {
    const callback = this.readCallback(cookies, parameters);
    const transaction = await this.transactions.take(cookies, callback);
    try {
      return await this.finishTransaction(cookies, callback, transaction);
    } catch (error) {
      // A silent one has it already, and stays what it is.
      throw withTraceId(error, transaction.traceId);
    }
  }

  /** A provider that does not know a pushed request sends no state back: then the login that was begun last is meant. */
  private readCallback(cookies: Cookies, parameters: URLSearchParams): AuthorizationResponse {
    try {
      return readAuthorizationResponse(parameters);
    } catch (error) {
      if (!isExpiredRequest(error)) throw error;
      const latest = this.transactions.latest(cookies);
      const description = errorDescription(parameters.get('error_description'));
      const refusal = expiredOrUnknown(error, description, latest, this.clock.seconds());
      throw withTraceId(refusal, latest?.traceId);
    }
  }

  private async finishTransaction(
    cookies: Cookies,
    callback: AuthorizationResponse,
    transaction: LoginTransaction,
  ): Promise<CompletedLogin> {
    const returnTo = this.returnTo(transaction.returnTo);
    await this.checkIssuer(callback);
    const { error, description } = callback;
    if (error !== undefined) {
      const now = this.clock.seconds();
      const refusal = refusedAuthorization(error, description, transaction, now);
      throw transaction.silent ? this.notSilently(cookies, refusal, transaction.returnTo) : refusal;
    }
    const exchanged = await this.client.exchangeCode({
      code: codeOf(callback),
      redirectUri: this.redirectUri,
      nonce: transaction.nonce,
      codeVerifier: transaction.codeVerifier,
    });
    const user = await this.userOf(exchanged, transaction);
    this.noteWhatItProved(user, transaction);
    const tokens = {
      ...tokensToKeep(exchanged, this.options, this.clock.seconds()),
      ...(transaction.session === undefined ? {} : { replaced: transaction.session }),
    };
    return hidden({ user, returnTo, tokens }, 'tokens');
  }

  /** Who it is, if that is as strong and as recent as was asked for. */
  private async userOf(
    exchanged: ExchangedCode,
    { acrValues = this.options.login.acrValues, maxAge, person }: LoginTransaction,
  ): Promise<CriiptoUser> {
    const { claims, unsigned } = await userClaims(exchanged, this.client, this.options, (message) =>
      this.logger.warn(message),
    );
    const user = toCriiptoUser(claims, {
      issuer: this.options.issuer,
      authenticatedAt: new Date(this.clock.now()),
      asking: { asked: acrValues },
    });
    const { clockTolerance } = this.options.idToken;
    try {
      const clocks = { now: this.clock.seconds(), clockTolerance };
      assertAssurance(user, { acrValues, maxAge, person }, clocks);
    } catch (error) {
      throw withUnsigned(error, unsigned);
    }
    return user;
  }

  private noteWhatItProved(user: CriiptoUser, { purpose, scope }: LoginTransaction): void {
    const { login } = this.options;
    const basis = judgeLogin(user, {
      purpose,
      scope: scope ?? login.scope,
      age: ageFacts(user.eid, user.claims),
      acrValues: login.acrValues,
      now: this.clock.seconds(),
    });
    noteBasis(user, basis);
  }

  private takeSilentAttempt(cookies: Cookies, { returnTo }: LoginRequest): void {
    if (this.silent.take(cookies)) return;
    const limited = new CriiptoAuthError(
      'login_too_frequent',
      'This browser tried to log in without asking its user more often than Criipto allows',
    );
    throw this.notSilently(cookies, limited, returnTo);
  }

  private notSilently(
    cookies: Cookies,
    { code, message, traceId, description }: CriiptoAuthError,
    returnTo: string | undefined,
  ): SilentLoginError {
    this.silent.noteFailure(cookies);
    const told = { traceId, description };
    return new SilentLoginError(code, message, this.returnTo(returnTo), told);
  }

  /** RFC 9207: errors are checked too, and a provider that promises to name itself must. */
  private async checkIssuer({ iss }: AuthorizationResponse): Promise<void> {
    if (iss !== undefined) {
      if (iss !== this.options.issuer)
        throw new CriiptoAuthError('issuer_mismatch', 'The callback comes from another issuer');
      return;
    }
    const { authorization_response_iss_parameter_supported: promised } =
      await this.client.metadata();
    if (promised)
      throw new CriiptoAuthError(
        'issuer_missing',
        'The callback does not name its issuer, though the provider promises that it does',
      );
  }

  private returnTo(path: string | undefined): string {
    return safeReturnTo(path, this.ownPaths) ?? this.options.login.defaultReturnTo;
  }
}

function codeOf({ code }: AuthorizationResponse): string {
  if (code !== undefined) return code;
  throw new CriiptoAuthError('callback_malformed', 'The callback has neither a code nor an error');
}
