import { expect, it } from '@jest/globals';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused, type Fault } from '../support/expect-refused.js';
import { base64url, payloadOf, withSegments } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { privateJwk } from '../support/private-keys.js';
import { providerKey, signedBy } from '../support/provider-key.js';
import { fapi2Profile } from '../support/provider-profile.js';
import type { OtherClaims, StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

const PREFIX = 'fapi2-security-profile-final-client-test-';
const ASSERTION_ALGS = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];

const settingsOf = (key: object) => ({
  profile: fapi2Profile,
  assertionAlgs: ASSERTION_ALGS,
  options: {
    keys: { jwks: JSON.stringify({ keys: [key] }) },
    idToken: { alg: 'PS256' as const },
  },
});

const rotate = (op: StubProvider): void => {
  op.keys = [{ ...providerKey('RS256', 11), alg: 'PS256' }];
};

const INVALID_ID_TOKENS: readonly (readonly [string, CriiptoAuthErrorCode, OtherClaims])[] = [
  ['invalid-iss', 'id_token_issuer_mismatch', ({ iss }) => ({ iss: `${iss}1` })],
  ['invalid-missing-iss', 'id_token_issuer_mismatch', { iss: undefined }],
  ['invalid-aud', 'id_token_audience_mismatch', { aud: `${CLIENT_ID}1` }],
  ['invalid-missing-aud', 'id_token_audience_mismatch', { aud: undefined }],
  ['invalid-secondary-aud', 'id_token_audience_mismatch', { aud: [CLIENT_ID, `${CLIENT_ID}1`] }],
  ['invalid-expired-exp', 'id_token_expired', ({ iat }) => ({ exp: iat - 360 })],
  ['invalid-missing-exp', 'id_token_claim_invalid', { exp: undefined }],
  ['invalid-nonce', 'id_token_nonce_mismatch', ({ nonce }) => ({ nonce: `${nonce}1` })],
  ['invalid-missing-nonce', 'id_token_nonce_mismatch', { nonce: undefined }],
];

const FAULTS: readonly (readonly [string, Fault])[] = [
  [
    'discovery-issuer-mismatch',
    {
      code: 'discovery_issuer_mismatch',
      misbehave: (op) => op.alter('discovery', { issuer: `${op.issuer}INVALID` }),
    },
  ],
  [
    'invalid-null-alg',
    {
      code: 'id_token_algorithm_unexpected',
      misbehave: (op) =>
        op.forge((token) =>
          withSegments(token, { header: base64url({ alg: 'none' }), signature: '' }),
        ),
    },
  ],
  [
    'invalid-alternate-alg',
    {
      code: 'id_token_algorithm_unexpected',
      misbehave: (op) =>
        op.forge((token) =>
          signedBy(providerKey('RS256', 2, { kid: 'rsa-none-alt-arg' }), payloadOf(token)),
        ),
    },
  ],
  [
    'invalid-authorization-response-iss',
    { code: 'issuer_mismatch', tamper: (back) => having(back, 'iss', `${back.get('iss')}1`) },
  ],
  [
    'remove-authorization-response-iss',
    { code: 'issuer_missing', tamper: (back) => having(back, 'iss', undefined) },
  ],
  [
    'ensure-authorization-response-with-invalid-state-fails',
    { code: 'login_unknown', tamper: (back) => having(back, 'state', `${back.get('state')}1`) },
  ],
  [
    'ensure-authorization-response-with-invalid-missing-state-fails',
    { code: 'callback_malformed', tamper: (back) => having(back, 'state', undefined) },
  ],
];

const ACCEPTED: readonly (readonly [string, (op: StubProvider) => void])[] = [
  ['valid-aud-as-array', (op) => op.idToken({ aud: [CLIENT_ID] })],
  [
    'token-endpoint-response-without-expires_in',
    (op) => op.alter('token', { expires_in: undefined }),
  ],
  ['token-type-case-insensitivity', (op) => op.alter('token', { token_type: 'bEARER' })],
];

describeOnGrid('FAPI 2.0, our key is on P-256', settingsOf(privateJwk('P-256')), (party) => {
  it(`${PREFIX}happy-path`, async () => {
    const { provider } = party();
    await expectAccepted(party());
    expect(provider.requests.map(({ endpoint }) => endpoint)).toEqual([
      'discovery',
      'par',
      'token',
      'jwks',
      'userinfo',
    ]);
  });

  it.each(ACCEPTED)(`${PREFIX}%s`, async (_case, behave) => {
    await expectAccepted(party(), behave);
  });

  it.each(INVALID_ID_TOKENS)(`${PREFIX}%s`, async (_case, code, claims) => {
    await expectRefused(party(), { code, misbehave: (op) => op.idToken(claims) });
  });

  it.each(FAULTS)(`${PREFIX}%s`, async (_case, fault) => {
    await expectRefused(party(), fault);
  });

  it('F05 keys that are rotated just before signing', async () => {
    await expectAccepted(party());
    await expectAccepted(party(), (op) =>
      op.forge((token) => {
        rotate(op);
        return op.sign(payloadOf(token));
      }),
    );
    expect(party().provider.sent('jwks')).toHaveLength(2);
  });

  it('F06 keys that are rotated between two logins', async () => {
    await expectAccepted(party());
    await expectAccepted(party(), rotate);
    expect(party().provider.sent('jwks')).toHaveLength(2);
  });

  it('JWKS4 the only key, beside none that have its name', async () => {
    await expectAccepted(party(), rotate);
  });
});

describeOnGrid(
  'FAPI 2.0, our key signs PS256',
  settingsOf(privateJwk('rsa', { alg: 'PS256' })),
  (party) => {
    it(`${PREFIX}happy-path`, async () => {
      await expectAccepted(party());
    });
  },
);

describeOnGrid('FAPI 2.0, our key is on Ed25519', settingsOf(privateJwk('ed25519')), (party) => {
  it(`${PREFIX}happy-path`, async () => {
    await expectAccepted(party());
  });
});

/** The callback with another parameter, or without it. */
function having(
  parameters: URLSearchParams,
  name: string,
  value: string | undefined,
): URLSearchParams {
  parameters.delete(name);
  if (value !== undefined) parameters.set(name, value);
  return parameters;
}
