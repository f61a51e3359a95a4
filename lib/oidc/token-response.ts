import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import type { FormAnswer } from './authenticated-forms.js';
import { withTraceId } from './trace-id.js';

/** The tokens of a response whose form is right. */
export interface GrantedTokens {
  /** Perhaps encrypted, and still to be validated. */
  readonly idToken: string;
  readonly accessToken: string;
  readonly traceId: string | undefined;
}

/** Reads a successful answer of the token endpoint (RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3). */
export function grantedTokens({ body, traceId }: FormAnswer): GrantedTokens {
  const refuse = (code: CriiptoAuthErrorCode, what: string) =>
    withTraceId(new CriiptoAuthError(code, `The token response ${what}`), traceId);
  const { access_token: accessToken, token_type: type, id_token: idToken } = body;
  if (typeof accessToken !== 'string' || accessToken === '')
    throw refuse('provider_response_invalid', 'has no access token');
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    throw refuse('provider_response_invalid', 'is of a type that nobody asked for');
  if (!isLifetime(body['expires_in']))
    throw refuse('provider_response_invalid', 'has no usable expires_in');
  if (typeof idToken !== 'string' || idToken === '')
    throw refuse('id_token_missing', 'has no ID token');
  return { idToken, accessToken, traceId };
}

/** Criipto sends it as a text. */
function isLifetime(value: unknown): boolean {
  if (value === undefined) return true;
  return (typeof value === 'number' || typeof value === 'string') && Number(value) > 0;
}
