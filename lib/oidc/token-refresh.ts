import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { FormAnswer } from './authenticated-forms.js';
import { answerError } from './oidc-error.js';
import type { OriginalLogin } from './refreshed-id-token.js';
import type { TokenSet } from './token-set.js';
import { withTraceId } from './trace-id.js';

export interface RefreshRequest {
  readonly refreshToken: string;
  /** The login that it was issued for. */
  readonly login: OriginalLogin;
}

export interface RefreshedTokens extends TokenSet {
  /** For the next refresh. */
  readonly login: OriginalLogin;
}

/** The error that an answer to a refresh is: here `invalid_grant` speaks of a refresh token, and not of a code. */
export function refreshError(answer: FormAnswer): CriiptoAuthError {
  const error = answerError(answer);
  if (error.code !== 'code_rejected') return error;
  const rejected = new CriiptoAuthError('refresh_rejected', error.message);
  return withTraceId(rejected, answer.traceId);
}
