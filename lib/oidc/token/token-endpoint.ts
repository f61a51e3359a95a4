import type * as OpenIdClient from 'openid-client';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type {
  ProviderRequests,
  ProviderResponse,
} from '../client-authentication/provider-requests.js';
import { IdleConfigurations, type Send } from './idle-configurations.js';
import { asCriiptoAuthError } from '../messages/oidc-error.js';
import type { PolledGrant } from './polled-grant.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { readResponse } from './parsed-response.js';
import type { TokenSet } from './token-set.js';
import { withTraceId } from '../messages/trace-id.js';
import type { GrantedTokens } from '../validation/token-validation.js';

/** What must fit when a code is exchanged: all of it from the login that asked for the code. */
export interface CodeExchange {
  readonly code: string;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The tokens of a response whose form is right. */
export type GrantedTokenSet = RefreshedGrant & GrantedTokens;

/** The same of a refresh, which need not bring an ID token. */
export interface RefreshedGrant extends Omit<TokenSet, 'expiresAt'> {
  /** Perhaps encrypted, and still to be validated. */
  readonly idToken: string | undefined;
  /** Seconds. */
  readonly expiresIn: number | undefined;
  readonly traceId: string | undefined;
}

/** One request to the token endpoint, as openid-client makes it. */
type TokenRequest = (
  oidc: typeof OpenIdClient,
  configuration: OpenIdClient.Configuration,
) => Promise<OpenIdClient.TokenEndpointResponse>;

/**
 * The requests to the token endpoint. openid-client says what is asked for, and judges what is granted.
 * They are sent as all our forms are, and the ID token is left to `validateIdToken`.
 */
export class TokenEndpoint {
  private loaded: Promise<typeof OpenIdClient> | undefined;

  private readonly configurations: IdleConfigurations;

  constructor(
    { clientId, http }: ResolvedOptions,
    private readonly forms: ProviderRequests,
  ) {
    const { allowInsecureLoopback } = http;
    this.configurations = new IdleConfigurations({
      clientId,
      allowInsecureRequests: allowInsecureLoopback,
    });
  }

  /** Tokens, or an answer that grants none. The caller has checked the callback's state and issuer. */
  async exchangeCode(
    metadata: ProviderMetadata,
    exchange: CodeExchange,
  ): Promise<GrantedTokenSet | ProviderResponse> {
    const answer = await this.ask(metadata, (oidc, configuration) =>
      oidc.genericGrantRequest(configuration, 'authorization_code', {
        code: exchange.code,
        redirect_uri: exchange.redirectUri,
        code_verifier: exchange.codeVerifier,
      }),
    );
    return withIdToken(answer);
  }

  /** Tokens, or an answer that grants none yet. */
  async poll(
    metadata: ProviderMetadata,
    { grantType, requestParameter, requestId }: PolledGrant,
  ): Promise<GrantedTokenSet | ProviderResponse> {
    const answer = await this.ask(metadata, (oidc, configuration) =>
      oidc.genericGrantRequest(configuration, grantType, { [requestParameter]: requestId }),
    );
    return withIdToken(answer);
  }

  /** The same scopes again, for none are named (RFC 6749 section 6). */
  refresh(
    metadata: ProviderMetadata,
    refreshToken: string,
  ): Promise<RefreshedGrant | ProviderResponse> {
    return this.ask(metadata, (oidc, configuration) =>
      oidc.refreshTokenGrant(configuration, refreshToken),
    );
  }

  private async ask(
    metadata: ProviderMetadata,
    request: TokenRequest,
  ): Promise<RefreshedGrant | ProviderResponse> {
    const oidc = await this.library();
    let answer: ProviderResponse | undefined;
    const send: Send = async (endpoint, { body }) => {
      answer = await this.forms.post(endpoint, fieldsOf(body));
      return responseOf(answer);
    };
    try {
      const granted = await this.configurations.use(oidc, metadata, send, (configuration) =>
        request(oidc, configuration),
      );
      return readTokens(granted, answer);
    } catch (thrown) {
      if (answer !== undefined && answer.status !== 200) return answer;
      throw withTraceId(reasonOf(oidc, thrown), answer?.traceId);
    }
  }

  /** With the first token request: an application starts sooner without it. */
  private library(): Promise<typeof OpenIdClient> {
    this.loaded ??= import('openid-client');
    return this.loaded;
  }
}

function fieldsOf(body: unknown): Record<string, string> {
  // openid-client sends nothing but forms to a token endpoint.
  return body instanceof URLSearchParams ? Object.fromEntries(body) : {};
}

/**
 * What RFC 6749 section 5.1 has in an answer. Without the ID token, which openid-client would judge by other rules
 * and another clock than ours.
 */
function responseOf({ status, body }: ProviderResponse): Response {
  const { access_token, token_type, expires_in, refresh_token, scope } = body;
  return readResponse(status, { access_token, token_type, expires_in, refresh_token, scope });
}

/** RFC 6749 appendix A.12. */
const VSCHARS = /^[\x20-\x7e]+$/;

function readTokens(
  granted: OpenIdClient.TokenEndpointResponse,
  answer: ProviderResponse | undefined,
): RefreshedGrant {
  if (!VSCHARS.test(granted.access_token))
    throw refused('provider_response_invalid', 'has an access token that no header can carry');
  if (granted.token_type !== 'bearer')
    throw refused('provider_response_invalid', 'is of a type that nobody asked for');
  const idToken = answer?.body['id_token'];
  return {
    idToken: idToken === undefined ? undefined : textOf(idToken),
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    scope: granted.scope,
    expiresIn: granted.expires_in,
    traceId: answer?.traceId,
  };
}

/** What is there and is no text is no token either, and must not pass for none. */
function textOf(idToken: unknown): string {
  return typeof idToken === 'string' ? idToken : '';
}

function withIdToken(
  answer: RefreshedGrant | ProviderResponse,
): GrantedTokenSet | ProviderResponse {
  if (!('idToken' in answer)) return answer;
  const { idToken } = answer;
  if (idToken) return { ...answer, idToken };
  throw withTraceId(refused('id_token_missing', 'has no ID token'), answer.traceId);
}

/** Ours, which openid-client wraps; or one that keeps nothing of the response, which openid-client does. */
function reasonOf(oidc: typeof OpenIdClient, thrown: unknown): CriiptoAuthError {
  const wrapped = thrown instanceof oidc.ClientError ? thrown.cause : undefined;
  return asCriiptoAuthError(wrapped instanceof CriiptoAuthError ? wrapped : thrown);
}

function refused(code: CriiptoAuthErrorCode, what: string): CriiptoAuthError {
  return new CriiptoAuthError(code, `The token response ${what}`);
}
