import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';

import { ClientAssertionService } from '../client-assertion/client-assertion.service.js';
import { Clock } from '../common/clock.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { HttpClient } from '../http/http-client.js';
import { KeyProvider } from '../keys/key-provider.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { authorizationParameters, type AuthorizationRequest } from './authorization-request.js';
import type { CachedDocument } from './cached-document.js';
import { type IdTokenClaims, validateIdToken } from './id-token.js';
import type { JsonObject } from './json-document.js';
import { asCriiptoAuthError, asUserInfoError } from './oidc-error.js';
import { OpenidConfigurations } from './openid-configurations.js';
import { ProviderClock } from './provider-clock.js';
import { ProviderKeys } from './provider-keys.js';
import { cachedMetadata, type ProviderMetadata } from './provider-metadata.js';
import { explainRefusal } from './refused-client-authentication.js';

/** What must fit when a code is exchanged: all of it from the login that asked for the code. */
export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface ExchangedCode {
  readonly claims: IdTokenClaims;
  readonly accessToken: string;
}

/**
 * The OpenID Connect client: talks to the provider, proves itself by private_key_jwt, and returns
 * only what it has validated. Discovery and keys are fetched when first needed, and cached.
 */
@Injectable()
export class CriiptoClient {
  private readonly logger = new Logger('CriiptoAuth');
  private readonly providerClock: ProviderClock;
  private readonly documents: CachedDocument<ProviderMetadata>;
  private readonly providerKeys: ProviderKeys;
  private readonly configurations: OpenidConfigurations;

  constructor(
    private readonly options: ResolvedOptions,
    assertions: ClientAssertionService,
    private readonly keys: KeyProvider,
    http: HttpClient,
    private readonly clock: Clock,
  ) {
    const timeout = options.http.timeouts.metadata;
    const onStale = (error: unknown) =>
      this.logger.warn(
        `The provider's last good answer serves on: ${asCriiptoAuthError(error).message}`,
      );
    this.providerClock = new ProviderClock(clock);
    this.configurations = new OpenidConfigurations(options, assertions, http, this.providerClock);
    this.documents = cachedMetadata(http, clock, { issuer: options.issuer, timeout, onStale });
    this.providerKeys = new ProviderKeys(http, clock, {
      onStale,
      uri: async () => (await this.metadata()).jwks_uri,
      timeout,
    });
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
   * Where to send the browser to log in. Pushes the request first (RFC 9126) when the provider offers
   * or demands it, so that nothing of it shows in the URL.
   */
  async authorizationUrl(request: AuthorizationRequest): Promise<string> {
    const metadata = await this.metadata();
    const parameters = authorizationParameters(request);
    if (!this.isPushed(metadata)) {
      return oidc.buildAuthorizationUrl(
        this.configurations.get(metadata, 'token_endpoint'),
        parameters,
      ).href;
    }
    const configuration = this.configurations.get(
      metadata,
      'pushed_authorization_request_endpoint',
    );
    const url = await this.asking(() =>
      oidc.buildAuthorizationUrlWithPAR(configuration, parameters),
    );
    return url.href;
  }

  /**
   * Exchanges a code for an ID token, and validates that in full. Sends exactly one token request.
   *
   * @throws {CriiptoAuthError} `client_authentication_failed`, `code_rejected`, an `id_token_…` code, or
   *   one of `provider_…`.
   */
  async exchangeCode(exchange: CodeExchange): Promise<ExchangedCode> {
    const metadata = await this.metadata();
    const callback = new URL(exchange.redirectUri);
    callback.searchParams.set('code', exchange.code);
    // The caller has checked the callback's state and issuer, so that they are not repeated here.
    callback.searchParams.set('iss', this.options.issuer);
    const tokens = await this.asking(() =>
      oidc.authorizationCodeGrant(this.configurations.get(metadata, 'token_endpoint'), callback, {
        expectedNonce: exchange.nonce,
        pkceCodeVerifier: exchange.codeVerifier,
        idTokenExpected: true,
      }),
    );
    const claims = await validateIdToken(tokens.id_token ?? '', this.providerKeys, {
      issuer: this.options.issuer,
      clientId: this.options.clientId,
      alg: this.options.idToken.alg,
      clockTolerance: this.options.idToken.clockTolerance,
      nonce: exchange.nonce,
      now: this.clock.seconds(),
      accessToken: tokens.access_token,
    });
    return { claims, accessToken: tokens.access_token };
  }

  /**
   * The claims of the userinfo endpoint, for the same subject as the ID token's.
   *
   * @throws {CriiptoAuthError} `userinfo_invalid`, `userinfo_subject_mismatch`, or one of `provider_…`.
   */
  async userInfo(accessToken: string, subject: string): Promise<JsonObject> {
    const metadata = await this.metadata();
    if (metadata.userinfo_endpoint === undefined) {
      throw new CriiptoAuthError(
        'userinfo_invalid',
        'The provider has no userinfo endpoint: set `userInfo: false`',
      );
    }
    const configuration = this.configurations.get(metadata, 'token_endpoint');
    const claims = await oidc
      .fetchUserInfo(configuration, accessToken, oidc.skipSubjectCheck)
      .catch((thrown: unknown) => {
        throw asUserInfoError(thrown);
      });
    if (claims.sub !== subject) {
      throw new CriiptoAuthError(
        'userinfo_subject_mismatch',
        'Userinfo speaks of another user than the ID token',
      );
    }
    return claims;
  }

  /** Where to send the browser to log out (RP-Initiated Logout section 2), if the provider has such a place. */
  async logoutUrl(request: {
    readonly postLogoutRedirectUri: string;
    readonly state: string;
  }): Promise<string | undefined> {
    const metadata = await this.metadata();
    if (metadata.end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(this.configurations.get(metadata, 'token_endpoint'), {
      post_logout_redirect_uri: request.postLogoutRedirectUri,
      state: request.state,
    }).href;
  }

  private isPushed(metadata: ProviderMetadata): boolean {
    const { pushed } = this.options.login;
    const offered = metadata.pushed_authorization_request_endpoint !== undefined;
    if (pushed === 'require' && !offered) {
      throw new CriiptoAuthError(
        'discovery_invalid',
        '`login.pushed` is "require", but the provider offers no pushed authorization requests',
      );
    }
    return (
      metadata.require_pushed_authorization_requests === true || (offered && pushed !== 'never')
    );
  }

  private async asking<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (thrown) {
      const error = asCriiptoAuthError(thrown);
      throw error.code === 'client_authentication_failed'
        ? // A key provider that fails now must not hide what failed before.
          await explainRefusal(error, this.options, this.keys, this.providerClock).catch(
            () => error,
          )
        : error;
    }
  }
}
