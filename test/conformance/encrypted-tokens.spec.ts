import { it } from '@jest/globals';
import { CompactEncrypt } from 'jose';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { base64url, payloadOf, spoilt, withSignature } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { keyPair, privateJwk } from '../support/private-keys.js';
import { providerKey, signedBy } from '../support/provider-key.js';
import { oidccProfile, type ProviderProfile } from '../support/provider-profile.js';
import type { Forgery } from '../support/stub-provider.js';

const ENC = 'our-enc-1';
const KEYS = {
  jwks: JSON.stringify({
    keys: [privateJwk('P-256'), privateJwk('rsa', { use: 'enc', kid: ENC }, 1)],
  }),
};

/** For our encryption key, or for another. */
const encrypt =
  (header: object = {}, nth = 1) =>
  (content: string | Uint8Array): Promise<string> =>
    new CompactEncrypt(Buffer.from(content))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: ENC, cty: 'JWT', ...header })
      .encrypt(keyPair('rsa', nth).publicKey);

/** Its header says something else than what was done. */
const labelled =
  (header: object): Forgery =>
  async (token) => {
    const [, ...rest] = (await encrypt()(token)).split('.');
    const honest = { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: ENC, cty: 'JWT' };
    return [base64url({ ...honest, ...header }), ...rest].join('.');
  };

/** With other bytes in one of its segments. */
const altered =
  (nth: number, alter: (bytes: Buffer) => Uint8Array): Forgery =>
  async (token) => {
    const segments = (await encrypt()(token)).split('.');
    segments[nth] = base64url(alter(Buffer.from(segments[nth] ?? '', 'base64url')));
    return segments.join('.');
  };

const NOT_DECRYPTED: readonly (readonly [name: string, forgery: Forgery])[] = [
  ['J07 RSA1_5', labelled({ alg: 'RSA1_5' })],
  ['J07 RSA-OAEP, by SHA-1', encrypt({ alg: 'RSA-OAEP' })],
  ['J07 RSA-OAEP-512', encrypt({ alg: 'RSA-OAEP-512' })],
  ['J07 dir', labelled({ alg: 'dir' })],
  ['J07 A256KW', labelled({ alg: 'A256KW' })],
  ['J07 ECDH-ES', labelled({ alg: 'ECDH-ES', epk: { kty: 'EC', crv: 'P-256' } })],
  [
    'J07 PBES2 with two billion rounds',
    labelled({ alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31 - 1, p2s: 'c2FsdA' }),
  ],
  ['J07 alg none', labelled({ alg: 'none' })],
  ['J07 no alg', labelled({ alg: undefined })],
  ['J07 A128GCM', encrypt({ enc: 'A128GCM' })],
  ['J07 no enc', labelled({ enc: undefined })],
  ['J07 enc that is a list', labelled({ enc: ['A256GCM'] })],
  ['J07 zip', labelled({ zip: 'DEF' })],
  ['J07 zip of nothing', labelled({ zip: '' })],
  ['J07 crit', labelled({ crit: ['exp'], exp: 1 })],
  ['J07 kid that is no text', labelled({ kid: [ENC] })],
  ['J07 kid that is no key of ours', encrypt({ kid: '../../../dev/null' })],
  ['J07 kid of the key that signs', labelled({ kid: 'signs' })],
  ['J07 something else than a token inside', encrypt({ cty: 'application/json' })],
  ['J07 for another key under the name of ours', encrypt({}, 2)],
  ['J07 for another key, and no name', encrypt({ kid: undefined }, 2)],
  ['J07 another key inside', altered(1, spoilt)],
  ['J07 another initialization vector', altered(2, spoilt)],
  ['J07 another content', altered(3, spoilt)],
  ['J07 another tag', altered(4, spoilt)],
  ['J07 a tag that is cut', altered(4, (tag) => tag.subarray(0, 12))],
];

const REFUSED: readonly (readonly [name: string, CriiptoAuthErrorCode, forgery: Forgery])[] = [
  ['I14 a token that is not encrypted', 'id_token_not_encrypted', (token) => token],
  ['J08 four segments', 'id_token_not_encrypted', async (token) => cut(await encrypt()(token))],
  ['J08 padding', 'id_token_malformed', async (token) => `${await encrypt()(token)}==`],
  ['J08 a line break behind', 'id_token_malformed', async (token) => `${await encrypt()(token)}\n`],
  ['J09 40 kB', 'id_token_too_large', () => encrypt()('x'.repeat(30_000))],
  [
    'J09 20 kB inside',
    'id_token_too_large',
    async (token) => encrypt()(`${token.slice(0, -342)}${'A'.repeat(18_000)}${token.slice(-342)}`),
  ],
  ['I1 claims that nobody signed', 'id_token_malformed', (token) => encrypt()(payloadOf(token))],
  [
    'I1 a signature by nobody',
    'id_token_algorithm_unexpected',
    (token) => encrypt()(`${base64url({ alg: 'none' })}.${base64url(payloadOf(token))}.`),
  ],
  [
    'I1 a spoilt signature',
    'id_token_signature_invalid',
    (token) => encrypt()(withSignature(token, spoilt)),
  ],
  [
    'I1 a signature by another key',
    'id_token_signature_invalid',
    async (token) =>
      encrypt()(await signedBy(providerKey('RS256', 12, { kid: 'provider-1' }), payloadOf(token))),
  ],
  [
    'I2 a signature by another algorithm',
    'id_token_algorithm_unexpected',
    async (token) => encrypt()(await signedBy(providerKey('ES256', 3), payloadOf(token))),
  ],
  ['I14 encrypted twice', 'id_token_malformed', async (token) => encrypt()(await encrypt()(token))],
  ['I14 nothing inside', 'id_token_malformed', () => encrypt()('')],
  ['I14 bytes inside', 'id_token_malformed', () => encrypt()(Buffer.alloc(300, 0xff))],
];

const encrypting = (): ProviderProfile => ({ ...oidccProfile(), encrypt: encrypt() });

const ID_TOKENS = {
  options: { keys: KEYS, idToken: { decryption: 'required' as const } },
  profile: encrypting,
};

describeOnGrid('Encrypted ID tokens', ID_TOKENS, (party) => {
  it('I14 an encrypted ID token', async () => {
    await expectAccepted(party());
  });

  it.each(['A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'])('I14 %s', async (enc) => {
    await expectAccepted(party(), (op) => op.forge(encrypt({ enc })));
  });

  it('I14 no name of a key', async () => {
    await expectAccepted(party(), (op) => op.forge(encrypt({ kid: undefined })));
  });

  it('I14 no content type', async () => {
    await expectAccepted(party(), (op) => op.forge(encrypt({ cty: undefined })));
  });

  it.each(NOT_DECRYPTED)('%s', async (_case, forgery) => {
    await expectRefused(party(), {
      code: 'id_token_decryption_failed',
      misbehave: (op) => op.forge(forgery),
    });
  });

  it.each(REFUSED)('%s', async (_case, code, forgery) => {
    await expectRefused(party(), { code, misbehave: (op) => op.forge(forgery) });
  });

  it.each([
    ['oidcc-client-test-invalid-iss, encrypted', 'id_token_issuer_mismatch', { iss: 'https://x' }],
    ['oidcc-client-test-invalid-aud, encrypted', 'id_token_audience_mismatch', { aud: 'x' }],
    ['oidcc-client-test-nonce-invalid, encrypted', 'id_token_nonce_mismatch', { nonce: 'x' }],
  ] as const)('%s', async (_case, code, claims) => {
    await expectRefused(party(), {
      code,
      misbehave: (op) => {
        op.idToken(claims);
        op.forge(encrypt());
      },
    });
  });
});

function cut(token: string): string {
  return token.slice(0, token.lastIndexOf('.'));
}
