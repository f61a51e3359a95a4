import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import type { OtherClaims } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

/**
 * OpenID Connect Core section 3.1.3.7, item by item, and section 3.1.3.8: what makes an ID token wrong,
 * however it was come by.
 */
export const WRONG_CLAIMS: readonly (readonly [string, CriiptoAuthErrorCode, OtherClaims])[] = [
  ['oidcc-client-test-invalid-iss', 'id_token_issuer_mismatch', ({ iss }) => ({ iss: `${iss}1` })],
  ['I6 iss missing', 'id_token_issuer_mismatch', { iss: undefined }],
  ['I6 iss with a slash', 'id_token_issuer_mismatch', ({ iss }) => ({ iss: `${iss}/` })],
  ['I6 iss in a list', 'id_token_issuer_mismatch', ({ iss }) => ({ iss: [iss] })],

  ['oidcc-client-test-missing-aud', 'id_token_audience_mismatch', { aud: undefined }],
  ['oidcc-client-test-invalid-aud', 'id_token_audience_mismatch', { aud: `${CLIENT_ID}1` }],
  ['I7 aud wrong, in a list', 'id_token_audience_mismatch', { aud: [`${CLIENT_ID}1`] }],
  ['I7 aud empty', 'id_token_audience_mismatch', { aud: [] }],
  ['I7 aud with a stranger', 'id_token_audience_mismatch', { aud: [CLIENT_ID, 'stranger'] }],
  [
    'I7 aud with a stranger, though azp is us',
    'id_token_audience_mismatch',
    { aud: [CLIENT_ID, 'stranger'], azp: CLIENT_ID },
  ],
  ['I8 azp wrong', 'id_token_azp_mismatch', { azp: 'stranger' }],

  ['I9 exp missing', 'id_token_claim_invalid', { exp: undefined }],
  ['I9 exp as text', 'id_token_claim_invalid', ({ exp }) => ({ exp: `${exp}` })],
  ['I9 exp six minutes ago', 'id_token_expired', ({ iat }) => ({ exp: iat - 360 })],
  ['oidcc-client-test-missing-iat', 'id_token_claim_invalid', { iat: undefined }],
  ['I9 iat in ten minutes', 'id_token_not_yet_valid', ({ iat }) => ({ iat: iat + 600 })],
  ['I9 nbf in ten minutes', 'id_token_not_yet_valid', ({ iat }) => ({ nbf: iat + 600 })],

  ['oidcc-client-test-missing-sub', 'id_token_claim_invalid', { sub: undefined }],
  ['I11 sub empty', 'id_token_claim_invalid', { sub: '' }],
  ['I11 sub that is a number', 'id_token_claim_invalid', { sub: 1 }],
  ['I11 sub of 256 characters', 'id_token_claim_invalid', { sub: 'x'.repeat(256) }],
  ['I11 sub that is not ASCII', 'id_token_claim_invalid', { sub: 'user-\u00e6' }],

  [
    'J15 events, as logout tokens have them',
    'id_token_claim_invalid',
    { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
  ],
  ['J15 events of nothing', 'id_token_claim_invalid', { events: null }],

  [
    'oidcc-client-test-invalid-athash',
    'id_token_at_hash_mismatch',
    { at_hash: 'MTIzNDU2Nzg5MDEyMzQ1Ng' },
  ],
];
