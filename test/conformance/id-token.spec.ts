import { it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { base64url, spoilt, withSegments, withSignature } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { oidccProfile } from '../support/provider-profile.js';
import type { OtherClaims, StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';
import { WRONG_CLAIMS } from './wrong-claims.js';

const WRONG_NONCES: typeof WRONG_CLAIMS = [
  [
    'oidcc-client-test-nonce-invalid',
    'id_token_nonce_mismatch',
    ({ nonce }) => ({ nonce: `${nonce}1` }),
  ],
  ['I10 nonce missing', 'id_token_nonce_mismatch', { nonce: undefined }],
];

const ACCEPTED: readonly (readonly [string, OtherClaims])[] = [
  ['oidcc-client-test', {}],
  ['oidcc-client-test-missing-athash', { at_hash: undefined }],
  ['I7 aud in a list', { aud: [CLIENT_ID] }],
  ['I8 azp is us', { azp: CLIENT_ID }],
  ['I9 exp in a second', ({ iat }) => ({ exp: iat + 1 })],
  ['I9 times with fractions', ({ iat, exp }) => ({ iat: iat - 0.5, exp: exp + 0.5 })],
  ['I9 clocks 25 seconds apart', ({ iat, exp }) => ({ iat: iat + 25, exp: exp + 25 })],
  ['I12 no acr, since none was asked for', { acr: undefined }],
];

const invalidSignature = (op: StubProvider): void =>
  op.forge((token) => withSignature(token, spoilt));

describeOnGrid('ID token', {}, (party) => {
  it.each(ACCEPTED)('%s', async (_case, claims) => {
    await expectAccepted(party(), (op) => op.idToken(claims));
  });

  it.each([...WRONG_CLAIMS, ...WRONG_NONCES])('%s', async (_case, code, claims) => {
    await expectRefused(party(), { code, misbehave: (op) => op.idToken(claims) });
  });

  it('oidcc-client-test-idtoken-sig-rs256', async () => {
    await expectAccepted(party(), (op) =>
      op.alter('discovery', { id_token_signing_alg_values_supported: ['RS256'] }),
    );
  });

  it('oidcc-client-test-invalid-sig-rs256', async () => {
    await expectRefused(party(), {
      code: 'id_token_signature_invalid',
      misbehave: invalidSignature,
    });
  });

  it('oidcc-client-test-idtoken-sig-none', async () => {
    await expectRefused(party(), {
      code: 'id_token_algorithm_unexpected',
      misbehave: (op) =>
        op.forge((token) =>
          withSegments(token, { header: base64url({ alg: 'none' }), signature: '' }),
        ),
    });
  });

  it('I5 typ JWT', async () => {
    await expectAccepted(party(), (op) => op.idToken({}, { typ: 'JWT' }));
  });

  it('I10 an ID token from another tab', async () => {
    const browser = new Browser();
    const other = locationOf(await party().begin(browser));
    const nonce = new URL(other).searchParams.get('nonce');
    await expectRefused(party(), {
      code: 'id_token_nonce_mismatch',
      misbehave: (op) => op.idToken({ nonce }),
    });
  });

  it('T2 no ID token', async () => {
    await expectRefused(party(), {
      code: 'id_token_missing',
      misbehave: (op) => op.alter('token', { id_token: undefined }),
    });
  });
});

describeOnGrid(
  'ID token signed with ES256',
  { options: { idToken: { alg: 'ES256' } }, profile: () => oidccProfile('ES256') },
  (party) => {
    it('I2 ES256, when that was agreed', async () => {
      await expectAccepted(party());
    });

    it('oidcc-client-test-invalid-sig-es256', async () => {
      await expectRefused(party(), {
        code: 'id_token_signature_invalid',
        misbehave: invalidSignature,
      });
    });
  },
);

const MITID = 'urn:grn:authn:dk:mitid:substantial';

describeOnGrid(
  'ID token, when an acr was asked for',
  {
    options: { login: { acrValues: MITID } },
    profile: () => ({ ...oidccProfile(), claims: { acr: MITID } }),
  },
  (party) => {
    it('I12 the acr that was asked for', async () => {
      await expectAccepted(party());
    });

    it.each<[string, OtherClaims]>([
      ['I12 acr missing', { acr: undefined }],
      ['I12 acr lower', { acr: 'urn:grn:authn:dk:mitid:low' }],
      ['I12 acr of another eID', { acr: 'urn:grn:authn:se:bankid' }],
    ])('%s', async (_case, claims) => {
      await expectRefused(party(), {
        code: 'acr_not_satisfied',
        asksUserinfo: true,
        misbehave: (op) => op.idToken(claims),
      });
    });
  },
);

describeOnGrid(
  'ID token, when the authentication may be five minutes old',
  {
    start: '/transfer',
    profile: () => ({ ...oidccProfile(), claims: { acr: 'urn:grn:authn:dk:mitid:high' } }),
  },
  (party) => {
    it('I12 auth_time now', async () => {
      await expectAccepted(party());
    });

    it('I12 auth_time four minutes ago', async () => {
      await expectAccepted(party(), (op) => op.idToken(({ iat }) => ({ auth_time: iat - 240 })));
    });

    it.each<[string, OtherClaims]>([
      ['I12 auth_time missing', { auth_time: undefined }],
      ['I12 auth_time ten minutes ago', ({ iat }) => ({ auth_time: iat - 600 })],
      ['J13 auth_time in an hour', ({ iat }) => ({ auth_time: iat + 3600 })],
    ])('%s', async (_case, claims) => {
      await expectRefused(party(), {
        code: 'authentication_too_old',
        misbehave: (op) => op.idToken(claims),
        asksUserinfo: true,
      });
    });
  },
);
