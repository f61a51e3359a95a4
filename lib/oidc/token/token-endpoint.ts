import type * as OpenIdClient from 'openid-client';

import type { Clock } from '../../common/clock.js';
import { days } from '../../common/durations.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import { messageOfThrown } from '../../errors/message-of-thrown.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type {
  ProviderRequests,
  ProviderResponse,
} from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { asCriiptoAuthError } from '../messages/oidc-error.js';
import { withTraceId } from '../messages/trace-id.js';
import type { GrantedTokens } from '../validation/token-validation.js';
import { OpenIdConfigurations } from './openid-configurations.js';
import type { PolledGrant } from './polled-grant.js';
import { TokenRefusal } from './token-refusal.js';
import type { TokenSet } from './token-set.js';

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
export interface RefreshedGrant extends TokenSet {
  /** Perhaps encrypted, and still to be validated. */
  readonly idToken: string | undefined;
  readonly traceId: string | undefined;
}

/**
 * The requests to the token endpoint. openid-client says what is asked for, and judges what is granted.
 * They are sent as all our forms are, and the ID token is left to `validateIdToken`.
 */
export class TokenEndpoint {
  private readonly configurations: OpenIdConfigurations;

  constructor(
    options: ResolvedOptions,
    requests: ProviderRequests,
    private readonly clock: Clock,
  ) {
    this.configurations = new OpenIdConfigurations(options, requests);
  }

  /** Tokens, or an answer that grants none. The caller has checked the callback's state and issuer. */
  async exchangeCode(
    metadata: ProviderMetadata,
    { code, redirectUri, codeVerifier }: CodeExchange,
  ): Promise<GrantedTokenSet | ProviderResponse> {
    const parameters = { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
    return withIdToken(await this.request(metadata, 'authorization_code', parameters));
  }

  /** Tokens, or an answer that grants none yet. */
  async poll(
    metadata: ProviderMetadata,
    { grantType, requestParameter, requestId }: PolledGrant,
  ): Promise<GrantedTokenSet | ProviderResponse> {
    const parameters = { [requestParameter]: requestId };
    return withIdToken(await this.request(metadata, grantType, parameters));
  }

  /** The same scopes again, for none are named (RFC 6749 section 6). */
  refresh(
    metadata: ProviderMetadata,
    refreshToken: string,
  ): Promise<RefreshedGrant | ProviderResponse> {
    return this.request(metadata, 'refresh_token', { refresh_token: refreshToken });
  }

  private async request(
    metadata: ProviderMetadata,
    grantType: string,
    parameters: Record<string, string>,
  ): Promise<RefreshedGrant | ProviderResponse> {
    const { oidc, configuration } = await this.configurations.of(metadata);
    const askedAt = this.clock.seconds();
    try {
      const granted = await oidc.genericGrantRequest(configuration, grantType, parameters);
      return readTokens(granted, askedAt);
    } catch (thrown) {
      const reason = causeOf(thrown);
      if (reason instanceof TokenRefusal) return reason.answer;
      throw reason instanceof CriiptoAuthError ? reason : unusable(thrown);
    }
  }
}

/** Of an access token. Beyond it no number need be a time any more. */
const LONGEST_LIFE = days(3650);
/** RFC 6749 appendix A.12. */
const VSCHARS = /^[\x20-\x7e]+$/;

/** @param askedAt when the request went out: the time on its way is taken off the access token's. Seconds since the epoch. */
function readTokens(granted: OpenIdClient.TokenEndpointResponse, askedAt: number): RefreshedGrant {
  const { unverified_id_token: idToken, expires_in: expiresIn } = granted;
  const traceId = traceIdOf(granted);
  if (!VSCHARS.test(granted.access_token))
    throw refused(
      'provider_response_invalid',
      'has an access token that no header can carry',
      traceId,
    );
  if (granted.token_type !== 'bearer')
    throw refused('provider_response_invalid', 'is of a type that nobody asked for', traceId);
  return {
    // What is there and is no text is no token either, and must not pass for none.
    idToken: typeof idToken === 'string' || idToken === undefined ? idToken : '',
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    scope: granted.scope,
    expiresAt: expiresIn === undefined ? undefined : askedAt + Math.min(expiresIn, LONGEST_LIFE),
    traceId,
  };
}

function withIdToken(
  answer: RefreshedGrant | ProviderResponse,
): GrantedTokenSet | ProviderResponse {
  if (!('idToken' in answer)) return answer;
  const { idToken } = answer;
  if (idToken) return { ...answer, idToken };
  throw refused('id_token_missing', 'has no ID token', answer.traceId);
}

/** What our own functions threw, within what openid-client made of it. */
function causeOf(thrown: unknown): unknown {
  // Only read, of whatever was thrown.
  return ((thrown ?? {}) as { readonly cause?: unknown }).cause;
}

/** openid-client keeps an answer that it refuses. Of that the error has the id alone: the rest may be a token. */
function unusable(thrown: unknown): CriiptoAuthError {
  // Only read, of whatever was thrown.
  const { body } = (causeOf(causeOf(thrown)) ?? {}) as { readonly body?: unknown };
  const traceId = isJsonObject(body) ? traceIdOf(body) : undefined;
  const member = MEMBER.exec(
    messageOfThrown(causeOf(thrown)) ?? messageOfThrown(thrown) ?? '',
  )?.[1];
  if (member !== undefined)
    return refused('provider_response_invalid', `has no usable ${member}`, traceId);
  return withTraceId(asCriiptoAuthError(thrown), traceId);
}

/** As openid-client names the member that it refused: by a word of its own, and never by what was sent. */
const MEMBER = /"response" body "(\w{1,40})" property/;

function traceIdOf({ trace_id: traceId }: JsonObject): string | undefined {
  return typeof traceId === 'string' ? traceId : undefined;
}

function refused(
  code: CriiptoAuthErrorCode,
  what: string,
  traceId: string | undefined,
): CriiptoAuthError {
  return withTraceId(new CriiptoAuthError(code, `The token response ${what}`), traceId);
}
