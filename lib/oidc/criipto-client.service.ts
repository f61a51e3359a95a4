import type { KeyObject } from 'node:crypto';

import { Injectable, Logger } from '@nestjs/common';

import { ActiveKey } from '../client-assertion/active-key.js';
import { ClientAssertionService } from '../client-assertion/client-assertion.service.js';
import { Clock } from '../common/clock.js';
import { randomId } from '../common/random-id.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { HttpClient } from '../http/http-client.js';
import type { SigningAlgorithm } from '../keys/algorithms.js';
import { KeyProvider } from '../keys/key-provider.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { AuthenticatedForms } from './authenticated-forms.js';
import { authorizationParameters, type AuthorizationRequest } from './authorization-request.js';
import type { CachedDocument } from './cached-document.js';
import type {
  BackchannelAuthentication,
  BackchannelAuthenticationRequest,
} from './backchannel-authentication.js';
import { TokenDecryption } from './encrypted-token.js';
import { endpointUrl } from './endpoint-url.js';
import type {
  HeadlessAuthentication,
  HeadlessAuthenticationRequest,
} from './headless-authentication.js';
import { type IdTokenClaims, type IdTokenExpectations, validateIdToken } from './id-token.js';
import type { JsonObject } from '../common/json.js';
import {
  type LogoutToken,
  type LogoutTokenExpectations,
  validateLogoutToken,
} from './logout-token.js';
import { answerError, asCriiptoAuthError } from './oidc-error.js';
import { PolledAuthentication, type Traced } from './polled-authentication.js';
import type { PendingGrant, PolledGrant } from './polled-grant.js';
import { ProviderClock } from './provider-clock.js';
import { ProviderKeys } from './provider-keys.js';
import { cachedMetadata, type ProviderMetadata } from './provider-metadata.js';
import { pushEndpoint, requestUriIn } from './pushed-request.js';
import { assertSameLogin, originalLogin } from './refreshed-id-token.js';
import { isToBeSigned, REQUEST_OBJECT_TYPE, requestObjectClaims } from './request-object.js';
import { type CodeExchange, type GrantedTokens, TokenGrants } from './token-grants.js';
import { type RefreshedTokens, refreshError, type RefreshRequest } from './token-refresh.js';
import { tokenSet, type TokenSet } from './token-set.js';
import { withTraceId } from './trace-id.js';
import { UnlistedAcrValues } from './unlisted-acr-values.js';
import { UserInfoEndpoint } from './userinfo.js';

/** How a login begins. */
export interface Authorization {
  /** Where to send the browser. */
  readonly url: string;
  /** The provider's own id of the request that was pushed, if it gave one. */
  readonly traceId: string | undefined;
}

/** What came for a code, validated. */
export interface ExchangedCode extends TokenSet {
  /** Of the ID token. */
  readonly claims: IdTokenClaims;
  /** As the provider signed it; opened, if it was encrypted. */
  readonly idToken: string;
}

/** Whether the provider can be reached, and what there is to go on with while it cannot. */
export interface ProviderStanding {
  /** Why its discovery document could not be had when it was last asked for; `undefined` when it could. */
  readonly problem: CriiptoAuthErrorCode | undefined;
  /** Seconds since the copy at hand was fetched; `undefined` without one that may serve. */
  readonly copyAge: number | undefined;
}

/** What a poll brings: not yet, or who it was. */
export type PolledAnswer = PendingGrant | (ExchangedCode & { readonly status: 'granted' });

/**
 * The OpenID Connect client: talks to the provider, proves itself by private_key_jwt, and returns
 * only what it has validated. Discovery and keys are fetched when first needed, and cached.
 */
@Injectable()
export class CriiptoClient {
  private readonly logger = new Logger('CriiptoAuth');
  private readonly documents: CachedDocument<ProviderMetadata>;
  private readonly providerKeys: ProviderKeys;
  private readonly userInfoEndpoint: UserInfoEndpoint;
  private readonly forms: AuthenticatedForms;
  private readonly grants: TokenGrants;
  private readonly decryption: TokenDecryption;
  private readonly polled: PolledAuthentication;
  private readonly key: ActiveKey;

  constructor(
    private readonly options: ResolvedOptions,
    assertions: ClientAssertionService,
    keys: KeyProvider,
    http: HttpClient,
    private readonly clock: Clock,
  ) {
    const timeout = options.http.timeouts.metadata;
    const onStale = (error: unknown) =>
      this.logger.warn(
        `The provider's last good answer serves on: ${asCriiptoAuthError(error).message}`,
      );
    const providerClock = new ProviderClock(clock);
    this.forms = new AuthenticatedForms(options, assertions, keys, http, providerClock);
    this.grants = new TokenGrants(options, this.forms);
    this.decryption = new TokenDecryption(keys, options.http.timeouts.request);
    this.polled = new PolledAuthentication(options, this.forms, this.grants);
    this.key = new ActiveKey(keys, options);
    const unlisted = new UnlistedAcrValues(options.login.acrValues, (message) =>
      this.logger.warn(message),
    );
    this.documents = cachedMetadata(http, clock, {
      issuer: options.issuer,
      timeout,
      onStale,
      onRead: (metadata) => unlisted.check(metadata),
    });
    this.providerKeys = new ProviderKeys(http, clock, {
      onStale,
      uri: async () => (await this.metadata()).jwks_uri,
      timeout,
    });
    this.userInfoEndpoint = new UserInfoEndpoint(
      options,
      http,
      this.providerKeys,
      this.decryption,
      clock,
    );
  }

  /**
   * The provider's discovery document.
   *
   * @throws {CriiptoAuthError} `discovery_failed`, `discovery_invalid`, `discovery_issuer_mismatch`
   */
  metadata(): Promise<ProviderMetadata> {
    return this.documents.get();
  }

  /**
   * How it stands with the provider: asks for its discovery document anew, unless that was done within the
   * last half minute. Never rejects. For health checks.
   */
  async providerStanding(): Promise<ProviderStanding> {
    const { failure, age } = await this.documents.standing();
    return {
      problem: failure === undefined ? undefined : asCriiptoAuthError(failure).code,
      copyAge: age,
    };
  }

  /** Where to send the browser to log in: the `url` of `authorization()`. */
  async authorizationUrl(request: AuthorizationRequest): Promise<string> {
    return (await this.authorization(request)).url;
  }

  /**
   * Begins a login at the provider. Signs the request (RFC 9101) when the options or the provider want
   * that. Pushes it (RFC 9126) when the provider offers or demands it, so that nothing of it shows in
   * the URL.
   *
   * @throws {CriiptoAuthError} `discovery_…`, `key_…`, `signer_failed`, and, when the request is pushed,
   *   `client_authentication_failed` and `provider_…`.
   */
  async authorization(request: AuthorizationRequest): Promise<Authorization> {
    const metadata = await this.metadata();
    const parameters = await this.requestParameters(metadata, request);
    const endpoint = pushEndpoint(metadata, this.options.login.pushed);
    if (endpoint === undefined)
      return { url: this.locationOf(metadata, parameters), traceId: undefined };
    const answer = await this.forms.post(endpoint, parameters);
    const reference = { request_uri: requestUriIn(answer) };
    return { url: this.locationOf(metadata, reference), traceId: answer.traceId };
  }

  /**
   * Exchanges a code for an ID token, and validates that in full. Sends exactly one token request.
   *
   * @throws {CriiptoAuthError} `client_authentication_failed`, `code_rejected`, an `id_token_…` code, or
   *   one of `provider_…`.
   */
  async exchangeCode(exchange: CodeExchange): Promise<ExchangedCode> {
    const askedAt = this.clock.seconds();
    const answer = await this.grants.ofCode(await this.metadata(), exchange);
    if (!('idToken' in answer)) throw answerError(answer);
    const validated = await this.validated(answer, { nonce: exchange.nonce });
    return { ...validated, ...tokenSet(answer, askedAt) };
  }

  /**
   * Has new tokens made of a refresh token (RFC 6749 section 6), with the scopes that it has. Sends exactly one
   * token request. An ID token that comes along is validated in full, and has to speak of the same login
   * (OpenID Connect Core section 12.2); what comes with one that does not must be thrown away.
   *
   * @throws {CriiptoAuthError} `refresh_rejected` when the refresh token is good for nothing any more, an
   *   `id_token_…` code, `client_authentication_failed`, or one of `provider_…`.
   */
  async refresh({ refreshToken, login }: RefreshRequest): Promise<RefreshedTokens> {
    const askedAt = this.clock.seconds();
    const answer = await this.grants.ofRefresh(await this.metadata(), refreshToken);
    if (!('idToken' in answer)) throw refreshError(answer);
    const tokens = tokenSet(answer, askedAt);
    const { idToken } = answer;
    if (idToken === undefined) return { ...tokens, login };
    const nonce = { ifPresent: login.nonce };
    const { claims } = await this.validated({ ...answer, idToken }, { nonce });
    assertSameLogin(claims, login);
    return { ...tokens, login: { ...login, issuedAt: originalLogin(claims).issuedAt } };
  }

  /**
   * Makes a refresh token, and all that came of it, good for nothing (RFC 7009), if the provider offers that.
   *
   * @throws {CriiptoAuthError} `client_authentication_failed`, `discovery_…`, `key_…`, or one of `provider_…`.
   */
  async revoke(refreshToken: string): Promise<void> {
    const { revocation_endpoint: endpoint } = await this.metadata();
    if (endpoint === undefined) return;
    const fields = { token: refreshToken, token_type_hint: 'refresh_token' };
    const answer = await this.forms.post(endpoint, fields);
    if (answer.status !== 200) throw answerError(answer);
  }

  /**
   * Has the provider authenticate a user who is at no browser of ours (CIBA section 7).
   *
   * @throws {CriiptoAuthError} `login_user_unknown`, `login_request_invalid`, `client_authentication_failed`,
   *   `provider_…`, `discovery_…`, `key_…`, `signer_failed`.
   */
  async authenticateByBackchannel(
    request: BackchannelAuthenticationRequest,
  ): Promise<BackchannelAuthentication & Traced> {
    return this.polled.byBackchannel(await this.metadata(), request);
  }

  /**
   * Begins a login on pages of our own (Criipto's headless flow).
   *
   * @throws {CriiptoAuthError} as `authenticateByBackchannel` does.
   */
  authenticateHeadless(
    request: HeadlessAuthenticationRequest,
  ): Promise<HeadlessAuthentication & Traced> {
    return this.polled.headless(request);
  }

  /**
   * Asks once for the tokens of an authentication under way, and validates the ID token in full.
   *
   * @throws {CriiptoAuthError} `login_cancelled`, `login_expired`, `login_unknown`, an `id_token_…` code,
   *   `client_authentication_failed`, or one of `provider_…`.
   */
  async poll(grant: PolledGrant): Promise<PolledAnswer> {
    const askedAt = this.clock.seconds();
    const answer = await this.polled.poll(await this.metadata(), grant);
    if ('status' in answer) return answer;
    const expected = { nonce: false, authReqId: grant.requestId } as const;
    const validated = await this.validated(answer, expected);
    return { status: 'granted', ...validated, ...tokenSet(answer, askedAt) };
  }

  /**
   * The claims of the userinfo endpoint, for the same subject as the ID token's.
   *
   * @throws {CriiptoAuthError} `userinfo_invalid`, `userinfo_subject_mismatch`, or one of `provider_…`.
   */
  async userInfo(accessToken: string, subject: string): Promise<JsonObject> {
    const { userinfo_endpoint: endpoint } = await this.metadata();
    if (endpoint === undefined) {
      throw new CriiptoAuthError(
        'userinfo_invalid',
        'The provider has no userinfo endpoint: set `userInfo: false`',
      );
    }
    const claims = await this.userInfoEndpoint.claims(endpoint, accessToken);
    if (claims['sub'] !== subject) {
      throw new CriiptoAuthError(
        'userinfo_subject_mismatch',
        'Userinfo speaks of another user than the ID token',
      );
    }
    return claims;
  }

  /**
   * The key that the provider signs with under this name: to verify what comes by other ways than a login.
   *
   * @throws {CriiptoAuthError} `id_token_key_unknown`, `provider_keys_unavailable`, `discovery_…`
   */
  providerKey(alg: SigningAlgorithm, kid: string | undefined): Promise<KeyObject> {
    return this.providerKeys.find(alg, kid);
  }

  /** Where to send the browser to log out (RP-Initiated Logout section 2), if the provider has such a place. */
  async logoutUrl(request: {
    readonly postLogoutRedirectUri: string;
    readonly state: string;
    /** An ID token of the login that ends, to the letter. */
    readonly idTokenHint?: string | undefined;
  }): Promise<string | undefined> {
    const { end_session_endpoint: endpoint } = await this.metadata();
    if (endpoint === undefined) return undefined;
    return endpointUrl(endpoint, {
      client_id: this.options.clientId,
      post_logout_redirect_uri: request.postLogoutRedirectUri,
      state: request.state,
      ...(request.idTokenHint === undefined ? {} : { id_token_hint: request.idTokenHint }),
    });
  }

  /**
   * Validates a logout token (Back-Channel Logout section 2.6), but for its replay. It is encrypted where ID
   * tokens are.
   *
   * @throws {CriiptoAuthError} an `id_token_…` code, `key_unavailable`, `provider_keys_unavailable`, `discovery_…`
   */
  async verifyLogoutToken(token: string): Promise<LogoutToken> {
    return validateLogoutToken(await this.opened(token), this.providerKeys, this.expected());
  }

  private async validated(
    { idToken, accessToken, traceId }: GrantedTokens,
    expected: Pick<IdTokenExpectations, 'nonce' | 'authReqId'>,
  ): Promise<Pick<ExchangedCode, 'claims' | 'idToken'>> {
    try {
      const signed = await this.opened(idToken);
      const claims = await validateIdToken(signed, this.providerKeys, {
        ...this.expected(),
        accessToken,
        ...expected,
      });
      return { claims, idToken: signed };
    } catch (error) {
      throw withTraceId(error, traceId);
    }
  }

  /** Of every token that the provider issues to us. */
  private expected(): LogoutTokenExpectations {
    const { issuer, clientId, idToken } = this.options;
    const { alg, clockTolerance } = idToken;
    return { issuer, clientId, alg, clockTolerance, now: this.clock.seconds() };
  }

  private opened(token: string): string | Promise<string> {
    return this.options.idToken.decryption ? this.decryption.openIdToken(token) : token;
  }

  private async requestParameters(
    metadata: ProviderMetadata,
    request: AuthorizationRequest,
  ): Promise<Record<string, string>> {
    const { clientId, issuer, login } = this.options;
    const parameters = authorizationParameters(request);
    if (!isToBeSigned(metadata, login.signedRequest)) return parameters;
    const context = { clientId, issuer, issuedAt: this.clock.seconds(), jti: randomId() };
    const claims = requestObjectClaims(parameters, context);
    return { request: await this.key.sign(REQUEST_OBJECT_TYPE, claims) };
  }

  private locationOf(
    metadata: ProviderMetadata,
    parameters: Readonly<Record<string, string>>,
  ): string {
    const { clientId } = this.options;
    return endpointUrl(metadata.authorization_endpoint, { client_id: clientId, ...parameters });
  }
}
