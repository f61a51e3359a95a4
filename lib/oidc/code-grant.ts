import * as oidc from 'openid-client';

import type { ClientAssertionService } from '../client-assertion/client-assertion.service.js';
import type { HttpClient, HttpResponse } from '../http/http-client.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { clientProof } from './client-authentication.js';
import type { TokenDecryption } from './encrypted-token.js';
import { isJsonObject, parseJson } from '../common/json.js';
import { asCriiptoAuthError } from './oidc-error.js';
import type { ProviderClock } from './provider-clock.js';
import { providerFetch } from './provider-fetch.js';
import type { ProviderMetadata } from './provider-metadata.js';
import { traceIdIn, withTraceId } from './trace-id.js';

/** Times are judged once, by validateIdToken and the application's clock; this keeps openid-client from judging them by another. */
const LEAVE_TIMES_TO_US = Number.MAX_SAFE_INTEGER / 2;

/** What must fit when a code is exchanged: all of it from the login that asked for the code. */
export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A token response whose form is right. */
export interface GrantedTokens {
  /** Opened, if it was encrypted, and still to be validated. */
  readonly idToken: string;
  readonly accessToken: string;
  readonly traceId: string | undefined;
}

/** The authorization code grant: one token request, by openid-client, through our own HTTP client and with our own proof. */
export class CodeGrant {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly assertions: ClientAssertionService,
    private readonly http: HttpClient,
    private readonly providerClock: ProviderClock,
    private readonly decryption: TokenDecryption,
  ) {}

  /** Errors: those of `CriiptoClient#exchangeCode`, as far as the response can tell. */
  async request(metadata: ProviderMetadata, exchange: CodeExchange): Promise<GrantedTokens> {
    let traceId: string | undefined;
    const configuration = this.configure(metadata, (id) => (traceId = id));
    const callback = new URL(exchange.redirectUri);
    callback.searchParams.set('code', exchange.code);
    // The caller has checked the callback's state and issuer, so that they are not repeated here.
    callback.searchParams.set('iss', this.options.issuer);
    try {
      const { id_token: idToken = '', access_token: accessToken } =
        await oidc.authorizationCodeGrant(configuration, callback, {
          expectedNonce: exchange.nonce,
          pkceCodeVerifier: exchange.codeVerifier,
          idTokenExpected: true,
        });
      return { idToken, accessToken, traceId };
    } catch (thrown) {
      throw withTraceId(asCriiptoAuthError(thrown), traceId);
    }
  }

  /** For one request, so that its trace id is nobody else's. */
  private configure(
    { issuer, authorization_endpoint, token_endpoint }: ProviderMetadata,
    onTraceId: (traceId: string | undefined) => void,
  ): oidc.Configuration {
    const { clientId, idToken, http } = this.options;
    const configuration = new oidc.Configuration(
      { issuer, authorization_endpoint, token_endpoint },
      clientId,
      { id_token_signed_response_alg: idToken.alg, [oidc.clockTolerance]: LEAVE_TIMES_TO_US },
      this.authentication(token_endpoint),
    );
    configuration[oidc.customFetch] = providerFetch(this.http, http.timeouts.request, (answer) => {
      this.providerClock.observe(answer.header('date'));
      onTraceId(traceIdIn(answer.header));
      return this.opened(answer);
    });
    // HttpClient itself refuses http: but for loopback, when that was allowed.
    if (http.allowInsecureLoopback) oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  /** So that openid-client reads the ID token that was inside, which its own decryption could do for fixed keys only. */
  private async opened(answer: HttpResponse): Promise<HttpResponse> {
    if (!this.options.idToken.decryption || answer.status !== 200) return answer;
    const tokens = parseJson(answer.body.toString('utf8'));
    if (!isJsonObject(tokens) || typeof tokens['id_token'] !== 'string') return answer;
    const idToken = await this.decryption.openIdToken(tokens['id_token']);
    return { ...answer, body: Buffer.from(JSON.stringify({ ...tokens, id_token: idToken })) };
  }

  private authentication(endpoint: string): oidc.ClientAuth {
    // oxlint-disable-next-line typescript/no-misused-promises -- it is awaited, whatever its type says
    return async (_server, _client, form, headers) => {
      const proof = await clientProof(this.options, this.assertions, endpoint);
      for (const [name, value] of Object.entries(proof.fields)) form.set(name, value);
      for (const [name, value] of Object.entries(proof.headers)) headers.set(name, value);
    };
  }
}
