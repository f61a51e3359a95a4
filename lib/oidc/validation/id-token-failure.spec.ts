import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { type CriiptoAuthErrorCode, ERROR_CODES, isErrorCode } from '../../errors/error-codes.js';
import { isFinalForLogin } from './id-token-failure.js';

const ALL = Object.keys(ERROR_CODES).filter(isErrorCode);
const isFinal = (code: CriiptoAuthErrorCode): boolean =>
  isFinalForLogin(new CriiptoAuthError(code, 'The token was refused'));

describe('isFinalForLogin', () => {
  it('is true for what speaks of another user, client or login, or was tampered with', () => {
    expect(ALL.filter(isFinal)).toEqual([
      'id_token_malformed',
      'id_token_type_unexpected',
      'id_token_signature_invalid',
      'id_token_issuer_mismatch',
      'id_token_audience_mismatch',
      'id_token_subject_mismatch',
      'id_token_azp_mismatch',
      'id_token_nonce_mismatch',
      'id_token_request_mismatch',
      'id_token_at_hash_mismatch',
      'id_token_claim_invalid',
    ]);
  });

  it('is false for what is no error of ours', () => {
    expect(isFinalForLogin(new TypeError('oops'))).toBe(false);
  });
});
