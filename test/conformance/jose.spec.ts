import {
  createHmac,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

import { expect, it } from '@jest/globals';
import { CompactEncrypt } from 'jose';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import {
  base64url,
  payloadOf,
  segmentsOf,
  withSegments,
  withSignature,
} from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import { keyPair, privateJwk, publicJwk } from '../support/private-keys.js';
import { type ProviderKey, providerKey, signedBy } from '../support/provider-key.js';
import { oidccProfile } from '../support/provider-profile.js';
import type { Forgery, OtherClaims, StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

type Row<T> = readonly [name: string, what: T];

/** A key that the provider does not publish, under a name that it does. */
const attacker = (kid = 'provider-1'): ProviderKey => providerKey('RS256', 12, { kid });

const unchecked = (header: object, signature: string) => (token: string) =>
  withSegments(token, { header: base64url({ kid: 'provider-1', ...header }), signature });

/** With a checksum by what everybody knows. */
const checksummed = (secret: string | Buffer) => (token: string) => {
  const { payload } = segmentsOf(token);
  const input = `${base64url({ alg: 'HS256', kid: 'provider-1' })}.${payload}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};

const eachSegment = (alter: (segment: string) => string) => (token: string) =>
  token.split('.').map(alter).join('.');

const encryptedFor = (header: object): string =>
  [base64url(header), ...[32, 12, 64, 16].map((size) => base64url(randomBytes(size)))].join('.');

const ALGORITHMS: readonly Row<Forgery>[] = [
  ...['none', 'None', 'nOnE', 'NONE', ''].flatMap((alg): readonly Row<Forgery>[] => [
    [`J01 alg "${alg}", unsigned`, unchecked({ alg }, '')],
    [`J01 alg "${alg}", as if signed`, unchecked({ alg }, 'c2lnbmVk')],
  ]),
  [
    "J02 HS256 by the provider's public key in PEM",
    (token) => checksummed(publicKey().export({ type: 'spki', format: 'pem' }))(token),
  ],
  [
    "J02 HS256 by the provider's public key in DER",
    (token) => checksummed(publicKey().export({ type: 'spki', format: 'der' }))(token),
  ],
  ['J02 HS256 by its modulus', (token) => checksummed(providerKey().jwk.n ?? '')(token)],
  ['J02 HS256 by our client id', checksummed(CLIENT_ID)],
  ['J02 HS256 by nothing', checksummed('')],
  ['oidcc-client-test-invalid-sig-hs256', checksummed('secret')],
  ...['RS384', 'RS512', 'PS256'].map((alg): Row<Forgery> => [
    `J03 ${alg} by the key for RS256`,
    (token) => signedBy({ ...providerKey(), alg }, payloadOf(token)),
  ]),
  ['J03 ES256', (token) => signedBy(providerKey('ES256', 3), payloadOf(token))],
  ['J03 ES256K', (token) => signedBy(providerKey('ES256K', 5), payloadOf(token))],
  ['J03 EdDSA', (token) => signedBy(providerKey('EdDSA', 6), payloadOf(token))],
  [
    'J03 Ed25519',
    (token) => signedBy(providerKey('EdDSA', 6), payloadOf(token), { alg: 'Ed25519' }),
  ],
];

/** What a token's header says of a key of its own. */
const OWN_KEYS: readonly Row<(op: StubProvider) => object>[] = [
  ['jwk', () => ({ jwk: attacker().jwk })],
  ['jku', (op) => ({ jku: `${op.issuer}/attacker` })],
  ['x5u', (op) => ({ x5u: `${op.issuer}/attacker` })],
  ['x5c', () => ({ x5c: [base64url(randomBytes(300))] })],
];

const HEADERS: readonly (readonly [string, CriiptoAuthErrorCode, object])[] = [
  ...[
    '../../../dev/null',
    "' OR 1=1 --",
    '\0',
    'a\nLogin',
    '__proto__',
    'constructor',
    'toString',
  ].map((kid) => [`J05 kid ${JSON.stringify(kid)}`, 'id_token_key_unknown', { kid }] as const),
  ['J05 kid of 64 kB', 'id_token_too_large', { kid: 'x'.repeat(65_536) }],
  ...[1, {}, ['provider-1'], null, true].map(
    (kid) => [`J05 kid ${JSON.stringify(kid)}`, 'id_token_malformed', { kid }] as const,
  ),
  ['J06 crit b64', 'id_token_malformed', { crit: ['b64'], b64: false }],
  ['J06 b64 without crit', 'id_token_malformed', { b64: false }],
  ['J06 crit of something', 'id_token_malformed', { crit: ['x'], x: 1 }],
  ['J06 crit of nothing', 'id_token_malformed', { crit: [] }],
  ['J06 crit that is a text', 'id_token_malformed', { crit: 'exp' }],
  ...[
    'at+jwt',
    'logout+jwt',
    'dpop+jwt',
    'oauth-authz-req+jwt',
    'client-authentication+jwt',
    'secevent+jwt',
  ].map((typ) => [`J15 typ ${typ}`, 'id_token_type_unexpected', { typ }] as const),
];

const MALFORMED: readonly Row<Forgery>[] = [
  ['J07 an encrypted token', encrypted],
  ['J07 RSA1_5', () => encryptedFor({ alg: 'RSA1_5', enc: 'A128CBC-HS256' })],
  ['J07 dir', () => encryptedFor({ alg: 'dir', enc: 'A256GCM' })],
  ['J07 zip', () => encryptedFor({ alg: 'RSA-OAEP-256', enc: 'A256GCM', zip: 'DEF' })],
  [
    'J07 PBES2 with two billion rounds',
    () =>
      encryptedFor({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2c: 2 ** 31 - 1, p2s: 'c2FsdA' }),
  ],
  ['J08 one segment', (token) => segmentsOf(token).payload],
  ['J08 two segments', (token) => token.slice(0, token.lastIndexOf('.'))],
  ['J08 four segments', (token) => `${token}.c2lnbmVk`],
  ['J08 five segments', (token) => `${token}.c2lnbmVk.c2lnbmVk`],
  ['J08 a dot too many', (token) => `${token}.`],
  ['J08 JSON serialisation', jsonSerialised],
  ['J08 padding', eachSegment((segment) => segment.padEnd(Math.ceil(segment.length / 4) * 4, '='))],
  ['J08 the standard alphabet', (token) => `${token.slice(0, -4)}+/+/`],
  ['J08 a space before', (token) => ` ${token}`],
  ['J08 a line break behind', (token) => `${token}\n`],
  ['J08 a line break within', (token) => token.replace('.', '.\n')],
  ['J08 a zero behind', (token) => `${token}\0`],
  ['J08 the signature in other letters', otherLetters],
  ['J11 no signature', (token) => withSegments(token, { signature: '' })],
];

/** Payloads that the provider signs as they stand. */
const PAYLOADS: readonly (readonly [
  string,
  CriiptoAuthErrorCode,
  (honest: string) => string | Uint8Array,
])[] = [
  ['J08 a mark before the payload', 'id_token_malformed', (honest) => `\uFEFF${honest}`],
  [
    'J08 half a character',
    'id_token_malformed',
    (honest) => latin1(honest.replace('{', '{"name":"\u00c3",')),
  ],
  [
    'J08 half of a pair',
    'id_token_malformed',
    (honest) => latin1(honest.replace('{', '{"name":"\u00ed\u00a0\u0080",')),
  ],
  ['J08 a payload that is a list', 'id_token_malformed', (honest) => `[${honest}]`],
  ['J08 a payload in UTF-16', 'id_token_malformed', (honest) => Buffer.from(honest, 'utf16le')],
  ['J08 a payload that goes on', 'id_token_malformed', (honest) => `${honest}{}`],
  ['J08 a payload with a comment', 'id_token_malformed', (honest) => `${honest}//`],
  [
    'J08 two issuers, of which the last is wrong',
    'id_token_issuer_mismatch',
    (honest) => honest.replace(/}$/, ',"iss":"https://evil.example"}'),
  ],
  [
    'J10 exp 1e999',
    'id_token_claim_invalid',
    (honest) => honest.replace(/"exp":\d+/, '"exp":1e999'),
  ],
];

const CLAIMS: readonly (readonly [string, CriiptoAuthErrorCode, OtherClaims])[] = [
  ['J10 exp -1', 'id_token_claim_invalid', { exp: -1 }],
  ['J10 exp -0', 'id_token_expired', { exp: -0 }],
  ['J10 exp 2^53', 'id_token_claim_invalid', { exp: 2 ** 53 }],
  ['J10 exp in a list', 'id_token_claim_invalid', ({ exp }) => ({ exp: [exp] })],
  ['J10 exp null', 'id_token_claim_invalid', { exp: null }],
  ['J10 aud in a list in a list', 'id_token_audience_mismatch', { aud: [[CLIENT_ID]] }],
  ['J10 aud that is a number', 'id_token_audience_mismatch', { aud: 1 }],
  ['J10 iss in an object', 'id_token_issuer_mismatch', ({ iss }) => ({ iss: { iss } })],
  ['J13 exp in the year 10000', 'id_token_claim_invalid', { exp: 253_402_300_800 }],
  ['J13 iat in an hour', 'id_token_not_yet_valid', ({ iat }) => ({ iat: iat + 3600 })],
  ['J13 nbf in an hour', 'id_token_not_yet_valid', ({ iat }) => ({ nbf: iat + 3600 })],
  ['J09 17 kB', 'id_token_too_large', { filler: 'x'.repeat(17_000) }],
  ['J09 150 kB', 'id_token_too_large', { filler: 'x'.repeat(150_000) }],
  ['J09 300 kB', 'provider_response_invalid', { filler: 'x'.repeat(300_000) }],
];

/** Keys that nobody should verify by. */
const KEYS: readonly (readonly [string, CriiptoAuthErrorCode, () => JsonWebKey])[] = [
  ['J11 e = 1', 'id_token_key_unknown', () => ({ ...providerKey().jwk, e: 'AQ' })],
  ['J11 an even modulus', 'id_token_signature_invalid', () => ofModulus(256, 0x00)],
  ['J11 512 bits', 'id_token_key_unknown', () => ofModulus(64, 0x01)],
  ['J11 1024 bits', 'id_token_key_unknown', () => publicJwk('rsa1024', { use: 'sig' })],
  ['J11 65 536 bits', 'id_token_key_unknown', () => ofModulus(8192, 0x01)],
];

describeOnGrid('JOSE', {}, (party) => {
  it.each(ALGORITHMS)('%s', async (_case, forgery) => {
    await expectRefused(party(), {
      code: 'id_token_algorithm_unexpected',
      misbehave: (op) => op.forge(forgery),
    });
  });

  it.each(OWN_KEYS)('J04 %s, and a name that the provider publishes', async (_case, header) => {
    await expectRefused(party(), {
      code: 'id_token_signature_invalid',
      misbehave: (op) => op.forge((token) => signedBy(attacker(), payloadOf(token), header(op))),
    });
  });

  it.each(OWN_KEYS)('J04 %s, and a name of its own', async (_case, header) => {
    await expectRefused(party(), {
      code: 'id_token_key_unknown',
      misbehave: (op) =>
        op.forge((token) => signedBy(attacker('attacker'), payloadOf(token), header(op))),
    });
  });

  it.each(HEADERS)('%s', async (_case, code, header) => {
    await expectRefused(party(), { code, misbehave: (op) => op.idToken({}, header) });
  });

  it.each(MALFORMED)('%s', async (_case, forgery) => {
    await expectRefused(party(), {
      code: 'id_token_malformed',
      misbehave: (op) => op.forge(forgery),
    });
  });

  it.each(PAYLOADS)('%s', async (_case, code, rewrite) => {
    await expectRefused(party(), {
      code,
      misbehave: (op) => op.forge((token) => op.sign(rewrite(payloadOf(token)))),
    });
  });

  it.each(CLAIMS)('%s', async (_case, code, claims) => {
    await expectRefused(party(), { code, misbehave: (op) => op.idToken(claims) });
  });

  it.each(KEYS)('%s', async (_case, code, jwk) => {
    await expectRefused(party(), {
      code,
      misbehave: (op) => {
        op.answer('jwks', { body: { keys: [{ ...jwk(), kid: 'bad' }] } });
        op.idToken({}, { kid: 'bad' });
      },
    });
  });

  it('J08 two issuers, of which the last is right', async () => {
    await expectAccepted(party(), (op) =>
      op.forge((token) => op.sign(payloadOf(token).replace('{', '{"iss":"https://evil.example",'))),
    );
  });

  it('J10 a claim as deep as fits', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    await expectAccepted(party(), (op) =>
      op.forge((token) => op.sign(payloadOf(token).replace('{', `{"deep":${deep},`))),
    );
  });

  it('J10 more claims than a session holds', async () => {
    const claims = Object.fromEntries(Array.from({ length: 500 }, (_, nth) => [`claim-${nth}`, 1]));
    await expectRefused(party(), {
      code: 'user_too_large',
      misbehave: (op) => op.idToken(claims),
      asksUserinfo: true,
    });
  });

  it('J12 claims with a meaning in JavaScript', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const wicked =
      '"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"toString":"a","hasOwnProperty":"b","address":{"__proto__":{"admin":true}},';
    await expectAccepted(party(), (op) =>
      op.forge((token) => op.sign(payloadOf(token).replace('{', `{${wicked}`))),
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect({}).not.toHaveProperty('admin');
  });

  it('J13 exp in the year 9999', async () => {
    await expectAccepted(party(), (op) => op.idToken({ exp: 253_402_300_799 }));
  });

  it('J14 HS256 by a secret that the provider publishes', async () => {
    await expectRefused(party(), {
      code: 'id_token_algorithm_unexpected',
      misbehave: (op) => {
        const secret = { kty: 'oct', kid: 'provider-1', k: base64url('secret') };
        op.answer('jwks', { body: { keys: [secret] } });
        op.forge(checksummed('secret'));
      },
    });
  });

  it('J14 the hundred and first key', async () => {
    await expectRefused(party(), {
      code: 'id_token_key_unknown',
      misbehave: (op) => {
        const others = Array.from({ length: 100 }, (_, nth) => ({ kty: 'EC', kid: `${nth}` }));
        op.answer('jwks', { body: { keys: [...others, providerKey().jwk] } });
      },
    });
  });

  it('J14 100 000 keys', async () => {
    await expectRefused(party(), {
      code: 'provider_keys_unavailable',
      misbehave: (op) => op.answer('jwks', { body: { keys: Array(100_000).fill(null) } }),
    });
  });
});

const SIGNATURES: readonly Row<() => Uint8Array>[] = [
  ['J11 r = s = 0', () => Buffer.alloc(64)],
  ['J11 r = 0', () => Buffer.concat([Buffer.alloc(32), randomBytes(32)])],
  ['J11 r and s beyond the order', () => Buffer.alloc(64, 0xff)],
  ['J11 a signature of one byte', () => Buffer.alloc(1)],
];

describeOnGrid(
  'JOSE with ES256',
  { options: { idToken: { alg: 'ES256' } }, profile: () => oidccProfile('ES256') },
  (party) => {
    it.each(SIGNATURES)('%s', async (_case, signature) => {
      await expectRefused(party(), {
        code: 'id_token_signature_invalid',
        misbehave: (op) => op.forge((token) => withSignature(token, signature)),
      });
    });

    it('J11 a signature in DER', async () => {
      await expectRefused(party(), {
        code: 'id_token_signature_invalid',
        misbehave: (op) => op.forge((token) => withSignature(token, derOf)),
      });
    });

    it('J11 a key that is not on its curve', async () => {
      await expectRefused(party(), {
        code: 'id_token_key_unknown',
        misbehave: (op) => {
          const [key] = op.keys;
          op.answer('jwks', { body: { keys: [{ ...key?.jwk, y: key?.jwk.x }] } });
        },
      });
    });

    it('J03 ES384', async () => {
      await expectRefused(party(), {
        code: 'id_token_algorithm_unexpected',
        misbehave: (op) => op.forge((token) => signedBy(providerKey('ES384', 3), payloadOf(token))),
      });
    });
  },
);

/** The identity of Curve25519: under it as key, every text has the signature of nothing. */
const IDENTITY = Buffer.alloc(32).fill(1, 0, 1);

describeOnGrid(
  'JOSE with EdDSA',
  { options: { idToken: { alg: 'EdDSA' } }, profile: () => oidccProfile('EdDSA') },
  (party) => {
    it('J03 EdDSA, when that was agreed', async () => {
      await expectAccepted(party());
    });

    it('J11 a point of low order', async () => {
      await expectRefused(party(), {
        code: 'id_token_key_unknown',
        misbehave: (op) => {
          const [key] = op.keys;
          op.answer('jwks', { body: { keys: [{ ...key?.jwk, x: base64url(IDENTITY) }] } });
          op.forge((token) =>
            withSignature(token, () => Buffer.concat([IDENTITY, Buffer.alloc(32)])),
          );
        },
      });
    });
  },
);

describeOnGrid(
  'JOSE, when we sign with the algorithm of the provider',
  { options: { keys: { jwks: JSON.stringify({ keys: [privateJwk('rsa')] }) } } },
  (party) => {
    it('J15 our own assertion', async () => {
      await expectRefused(party(), {
        code: 'id_token_type_unexpected',
        misbehave: (op) =>
          op.forge(() => op.sent('token').at(-1)?.form.get('client_assertion') ?? ''),
      });
    });
  },
);

function publicKey(): KeyObject {
  return createPublicKey(providerKey().privateKey);
}

/** To the key that we publish. */
function encrypted(token: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JWT' })
    .encrypt(keyPair('P-256').publicKey);
}

function jsonSerialised(token: string): string {
  const { header, payload, signature } = segmentsOf(token);
  return JSON.stringify({ protected: header, payload, signature });
}

/** The same bytes: of the last letter only two bits count. */
function otherLetters(token: string): string {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(token.slice(-1)) + 1);
}

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** A key with a modulus of so many bytes, which ends so. */
function ofModulus(bytes: number, last: number): JsonWebKey {
  const modulus = Buffer.alloc(bytes, 0xa5);
  modulus[bytes - 1] = last;
  return { ...providerKey().jwk, n: modulus.toString('base64url') };
}

/** r and s as OpenSSL writes them. */
function derOf(raw: Buffer): Uint8Array {
  const numbers = [raw.subarray(0, 32), raw.subarray(32)].map((number) =>
    Buffer.concat([Buffer.of(2, 33, 0), number]),
  );
  return Buffer.concat([Buffer.of(0x30, 70), ...numbers]);
}
