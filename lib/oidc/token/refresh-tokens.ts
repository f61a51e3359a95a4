import type { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { retold } from '../../errors/retold.js';
import type {
  ProviderRequests,
  ProviderResponse,
} from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { answerError } from '../messages/oidc-error.js';
import { isFinalForLogin } from '../validation/id-token-failure.js';
import type { OriginalLogin } from '../validation/refreshed-id-token.js';
import type { TokenValidation } from '../validation/token-validation.js';
import type { TokenEndpoint } from './token-endpoint.js';
import type { TokenSet } from './token-set.js';

export interface RefreshRequest {
  readonly refreshToken: string;
  /** The login that it was issued for. */
  readonly login: OriginalLogin;
  /**
   * Takes the new refresh token, before the error is thrown, of an answer whose ID token cannot be verified for now:
   * the one that was sent may be used up by then. It is good for the next refresh, and proves nothing.
   */
  readonly keep?: (refreshToken: string) => Promise<void>;
}

export interface RefreshedTokens extends TokenSet {
  /** For the next refresh. */
  readonly login: OriginalLogin;
}

/** What becomes of a refresh token: new tokens (RFC 6749 section 6), and its end (RFC 7009). */
export class RefreshTokens {
  constructor(
    private readonly requests: ProviderRequests,
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly validation: TokenValidation,
  ) {}

  async refresh(metadata: ProviderMetadata, request: RefreshRequest): Promise<RefreshedTokens> {
    const answer = await this.tokenEndpoint.refresh(metadata, request.refreshToken);
    if (!('idToken' in answer)) throw refreshError(answer);
    const { idToken, traceId, ...tokens } = answer;
    if (idToken === undefined) return { ...tokens, login: request.login };
    const granted = { idToken, accessToken: tokens.accessToken, traceId };
    try {
      return { ...tokens, login: await this.validation.refreshedIdToken(granted, request.login) };
    } catch (error) {
      const { refreshToken } = tokens;
      if (refreshToken !== undefined && !isFinalForLogin(error)) await request.keep?.(refreshToken);
      throw error;
    }
  }

  async revoke(metadata: ProviderMetadata, refreshToken: string): Promise<void> {
    const { revocation_endpoint: endpoint } = metadata;
    if (endpoint === undefined) return;
    const fields = { token: refreshToken, token_type_hint: 'refresh_token' };
    const answer = await this.requests.post(endpoint, fields);
    if (answer.status !== 200) throw answerError(answer);
  }
}

/** Here `invalid_grant` speaks of a refresh token, and not of a code. */
function refreshError(answer: ProviderResponse): CriiptoAuthError {
  const error = answerError(answer);
  return error.code === 'code_rejected' ? retold(error, { code: 'refresh_rejected' }) : error;
}
