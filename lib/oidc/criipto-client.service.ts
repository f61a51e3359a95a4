import type { KeyObject } from 'node:crypto';

import { Injectable, Logger } from '@nestjs/common';

import { ActiveKey } from '../client-assertion/active-key.js';
import { ClientAssertionService } from '../client-assertion/client-assertion.service.js';
import { Clock } from '../common/clock.js';
import type { JsonObject } from '../common/json.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { HttpClient } from '../http-client/http-client.js';
import type { SigningAlgorithm } from '../keys/algorithms.js';
import { KeyProvider } from '../keys/key-provider.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import {
  type Authorization,
  AuthorizationEndpoint,
} from './authorization/authorization-endpoint.js';
import type { AuthorizationRequest } from './authorization/authorization-request.js';
import { ProviderClock } from './client-authentication/provider-clock.js';
import { ProviderRequests } from './client-authentication/provider-requests.js';
import type { ProviderMetadata } from './discovery/provider-metadata.js';
import { Provider, type ProviderStatus } from './discovery/provider.js';
import { endpointUrl } from './messages/endpoint-url.js';
import { answerError } from './messages/oidc-error.js';
import type {
  BackchannelAuthentication,
  BackchannelAuthenticationRequest,
} from './token/backchannel-authentication.js';
import type {
  HeadlessAuthentication,
  HeadlessAuthenticationRequest,
} from './token/headless-authentication.js';
import { PolledAuthentication, type Traced } from './token/polled-authentication.js';
import type { PendingGrant, PolledGrant } from './token/polled-grant.js';
import {
  type RefreshedTokens,
  type RefreshRequest,
  RefreshTokens,
} from './token/refresh-tokens.js';
import { type CodeExchange, type GrantedTokenSet, TokenEndpoint } from './token/token-endpoint.js';
import type { TokenSet } from './token/token-set.js';
import { TokenDecryption } from './validation/encrypted-token.js';
import type { LogoutToken } from './validation/logout-token.js';
import { TokenValidation, type ValidatedIdToken } from './validation/token-validation.js';
import { UserInfoEndpoint } from './validation/userinfo.js';

/** What came for a code, validated. */
export interface ExchangedCode extends TokenSet, ValidatedIdToken {}

/** What a poll brings: not yet, or who it was. */
export type PolledAnswer = PendingGrant | (ExchangedCode & { readonly status: 'granted' });

/**
 * The OpenID Connect client: talks to the provider, proves itself by private_key_jwt, and returns
 * only what it has validated. Discovery and keys are fetched when first needed, and cached.
 */
@Injectable()
export class CriiptoClient {
  private readonly provider: Provider;
  private readonly validation: TokenValidation;
  private readonly authorizationEndpoint: AuthorizationEndpoint;
  private readonly tokenEndpoint: TokenEndpoint;
  private readonly refreshTokens: RefreshTokens;
  private readonly polled: PolledAuthentication;
  private readonly userInfoEndpoint: UserInfoEndpoint;
  /** The tokens that came and could not be verified yet. */
  private readonly granted = new WeakMap<PolledGrant, GrantedTokenSet>();

  constructor(
    private readonly options: ResolvedOptions,
    assertions: ClientAssertionService,
    keys: KeyProvider,
    http: HttpClient,
    clock: Clock,
    providerClock: ProviderClock = new ProviderClock(clock),
  ) {
    const logger = new Logger(LOGGER_NAME);
    const decryption = new TokenDecryption(keys, options.http.timeouts.request);
    const requests = new ProviderRequests(options, assertions, keys, http, providerClock);
    this.provider = new Provider(options, http, clock, (message) => logger.warn(message));
    this.validation = new TokenValidation(options, this.provider.keys, decryption, clock);
    this.authorizationEndpoint = new AuthorizationEndpoint(
      options,
      requests,
      new ActiveKey(keys, options),
      clock,
    );
    this.tokenEndpoint = new TokenEndpoint(options, requests, clock);
    this.refreshTokens = new RefreshTokens(requests, this.tokenEndpoint, this.validation);
    this.polled = new PolledAuthentication(options, requests, this.tokenEndpoint);
    this.userInfoEndpoint = new UserInfoEndpoint(
      options,
      http,
      this.provider.keys,
      decryption,
      clock,
    );
  }

  /**
   * The provider's discovery document.
   *
   * @throws {CriiptoAuthError} `discovery_failed`, `discovery_invalid`, `discovery_issuer_mismatch`
   */
  metadata(): Promise<ProviderMetadata> {
    return this.provider.metadata();
  }

  /**
   * How it stands with the provider: asks for its discovery document anew, unless that was done within the
   * last half minute. Never rejects. For health checks.
   */
  providerStatus(): Promise<ProviderStatus> {
    return this.provider.status();
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
    return this.authorizationEndpoint.authorization(await this.metadata(), request);
  }

  /**
   * Exchanges a code for an ID token, and validates that in full. Sends exactly one token request, and another only
   * where the connection of that was reset, so that nobody had read it.
   *
   * @throws {CriiptoAuthError} `client_authentication_failed`, `code_rejected`, an `id_token_…` code, or
   *   one of `provider_…`.
   */
  async exchangeCode(exchange: CodeExchange): Promise<ExchangedCode> {
    const answer = await this.tokenEndpoint.exchangeCode(await this.metadata(), exchange);
    if (!('idToken' in answer)) throw answerError(answer);
    const { idToken: _unverified, traceId: _traceId, ...tokens } = answer;
    return { ...tokens, ...(await this.validation.idToken(answer, { nonce: exchange.nonce })) };
  }

  /**
   * Has new tokens made of a refresh token (RFC 6749 section 6), with the scopes that it has. Sends exactly one
   * token request. An ID token that comes along is validated in full, and has to speak of the same login
   * (OpenID Connect Core section 12.2); what comes with one that does not must be thrown away. Where it cannot be
   * verified for now, as while the provider changes its keys, `keep` takes the new refresh token.
   *
   * @throws {CriiptoAuthError} `refresh_rejected` when the refresh token is good for nothing any more, an
   *   `id_token_…` code, `client_authentication_failed`, or one of `provider_…`.
   */
  async refresh(request: RefreshRequest): Promise<RefreshedTokens> {
    return this.refreshTokens.refresh(await this.metadata(), request);
  }

  /**
   * Makes a refresh token, and all that came of it, good for nothing (RFC 7009), if the provider offers that.
   *
   * @throws {CriiptoAuthError} `client_authentication_failed`, `discovery_…`, `key_…`, or one of `provider_…`.
   */
  async revoke(refreshToken: string): Promise<void> {
    return this.refreshTokens.revoke(await this.metadata(), refreshToken);
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
   * Asks once for the tokens of an authentication under way, and validates the ID token in full. The provider hands
   * them out once: where the ID token cannot be verified for now, the next call with the same grant, the very object,
   * verifies that one again, and asks for nothing.
   *
   * @throws {CriiptoAuthError} `login_cancelled`, `login_expired`, `login_unknown`, an `id_token_…` code,
   *   `client_authentication_failed`, or one of `provider_…`.
   */
  async poll(grant: PolledGrant): Promise<PolledAnswer> {
    const answer =
      this.granted.get(grant) ?? (await this.polled.poll(await this.metadata(), grant));
    if ('status' in answer) return answer;
    this.granted.set(grant, answer);
    const expected = { nonce: false, authReqId: grant.requestId } as const;
    const { idToken: _unverified, traceId: _traceId, ...tokens } = answer;
    const verified = await this.validation.idToken(answer, expected);
    this.granted.delete(grant);
    return { status: 'granted', ...tokens, ...verified };
  }

  /**
   * The claims of the userinfo endpoint, for the same subject as the ID token's.
   *
   * @throws {CriiptoAuthError} `userinfo_invalid`, `userinfo_subject_mismatch`, or one of `provider_…`.
   */
  async userInfo(accessToken: string, subject: string): Promise<JsonObject> {
    return this.userInfoEndpoint.claims(await this.metadata(), accessToken, subject);
  }

  /**
   * The key that the provider signs with under this name: to verify what comes by other ways than a login, from
   * anybody. A name that is not known has the provider's keys read again, though for all such names twice in a row at
   * most, and then once in 30 seconds.
   *
   * @throws {CriiptoAuthError} `id_token_key_unknown`; `provider_keys_unavailable`, also for a name that could not be
   *   looked for so soon again; `discovery_…`
   */
  providerKey(alg: SigningAlgorithm, kid: string | undefined): Promise<KeyObject> {
    return this.provider.keys.find(alg, kid, 'anybody');
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
  verifyLogoutToken(token: string): Promise<LogoutToken> {
    return this.validation.logoutToken(token);
  }
}
