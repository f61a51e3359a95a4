import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, type JWK } from 'jose';

import {
  type KeyKind,
  keyPair,
  privateJwk,
  privatePem,
  publicJwk,
  publicPem,
} from '../../../test/support/private-keys.js';
import { importKeys, type ImportContext } from './import-keys.js';
import type { LocalKey } from './local-key.js';

const subject = '`keys.pem`';

// A real, self-signed and long expired certificate is not needed: its label is what is recognised.
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

async function imported(
  material: unknown,
  context: Partial<ImportContext> = {},
): Promise<readonly LocalKey[]> {
  const result = await importKeys(material, { subject, ...context });
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  return result.keys;
}

async function problems(
  material: unknown,
  context: Partial<ImportContext> = {},
): Promise<readonly string[]> {
  const result = await importKeys(material, { subject, ...context });
  return 'problems' in result ? result.problems : [];
}

describe('importKeys takes', () => {
  it.each([
    ['PKCS#8', privatePem('rsa')],
    ['PKCS#1', privatePem('rsa', 'pkcs1')],
    ['SEC1', privatePem('P-256', 'sec1')],
    ['Ed25519 in PKCS#8', privatePem('ed25519')],
  ])('%s', async (_form, pem) => {
    await expect(imported(pem)).resolves.toHaveLength(1);
  });

  it.each(['pkcs8', 'pkcs1'] as const)('encrypted %s with its passphrase', async (type) => {
    const pem = privatePem('rsa', type, 'open sesame');
    const [key] = await imported(pem, { passphrase: 'open sesame' });
    expect(key?.privateKey.equals(keyPair('rsa').privateKey)).toBe(true);
  });

  it.each([
    ['written as backslash-n', (pem: string) => pem.replaceAll('\n', '\\n')],
    ['written as backslash-r-backslash-n', (pem: string) => pem.replaceAll('\n', '\\r\\n')],
    ['of Windows', (pem: string) => pem.replaceAll('\n', '\r\n')],
    ['turned into spaces', (pem: string) => pem.replaceAll('\n', ' ')],
    ['indented', (pem: string) => pem.replaceAll(/^/gm, '    ')],
    ['inside quotes', (pem: string) => `"${pem.replaceAll('\n', '\\n')}"`],
  ])('a PEM with line breaks %s', async (_how, change) => {
    const [key] = await imported(change(privatePem('rsa')));
    expect(key?.privateKey.equals(keyPair('rsa').privateKey)).toBe(true);
  });

  describe.each([
    ['a PEM', () => privatePem('rsa')],
    ['a JWK set', () => JSON.stringify({ keys: [privateJwk('rsa')] })],
  ])('%s', (_what, text) => {
    it.each([
      ['in Base64', (key: string) => Buffer.from(key).toString('base64')],
      ['in Base64 without padding', (key: string) => Buffer.from(key).toString('base64url')],
      [
        'in Base64 of 76 characters a line',
        (key: string) => Buffer.from(key).toString('base64').replaceAll(/.{76}/g, '$&\n'),
      ],
      ['in Base64 inside quotes', (key: string) => `"${Buffer.from(key).toString('base64')}"`],
      ['after a byte order mark', (key: string) => `\uFEFF${key}`],
      [
        'in Base64 after a byte order mark',
        (key: string) => Buffer.from(`\uFEFF${key}`).toString('base64'),
      ],
    ])('%s', async (_how, change) => {
      const [key] = await imported(change(text()));
      expect(key?.privateKey.equals(keyPair('rsa').privateKey)).toBe(true);
    });
  });

  it('an encrypted PKCS#1 PEM with line breaks written as backslash-n', async () => {
    const pem = privatePem('rsa', 'pkcs1', 'open sesame').replaceAll('\n', '\\n');
    await expect(imported(pem, { passphrase: 'open sesame' })).resolves.toHaveLength(1);
  });

  it('the private key of a PEM that also holds its certificate', async () => {
    await expect(imported(CERTIFICATE + privatePem('rsa'))).resolves.toHaveLength(1);
  });

  it('a JWK set as object', async () => {
    const keys = await imported({ keys: [privateJwk('rsa'), privateJwk('P-256')] });
    expect(keys.map(({ alg }) => alg)).toEqual(['RS256', 'ES256']);
  });

  it('a JWK set as text', async () => {
    await expect(imported(JSON.stringify({ keys: [privateJwk('rsa')] }))).resolves.toHaveLength(1);
  });

  it('a single JWK', async () => {
    await expect(imported(privateJwk('ed25519'))).resolves.toHaveLength(1);
  });
});

describe('importKeys names a key', () => {
  it.each(['rsa', 'P-256', 'ed25519'] as const)('by its thumbprint (%s)', async (kind) => {
    const [key] = await imported(privateJwk(kind));
    const material: unknown = publicJwk(kind);
    // Exported by node:crypto as a JWK.
    expect(key?.kid).toBe(await calculateJwkThumbprint(material as JWK));
  });

  it('that decrypts by its key_ops alone', async () => {
    const keys = await imported({
      keys: [
        privateJwk('P-256', { use: 'sig', key_ops: ['sign', 'verify'] }),
        privateJwk('rsa', { kid: 'b', key_ops: ['decrypt'] }),
        privateJwk('rsa', { kid: 'c', key_ops: ['sign', 'decrypt'] }),
      ],
    });
    expect(keys.map(({ use }) => use)).toEqual(['sig', 'enc', 'sig']);
  });

  it('by the kid that the JWK names', async () => {
    const [key] = await imported(privateJwk('rsa', { kid: 'key-2025' }));
    expect(key).toMatchObject({ kid: 'key-2025', publicJwk: { kid: 'key-2025' } });
  });
});

describe('importKeys settles the algorithm', () => {
  it.each<[KeyKind, string]>([
    ['rsa', 'RS256'],
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
    ['ed25519', 'EdDSA'],
  ])('by type: %s signs %s', async (kind, alg) => {
    expect((await imported(privateJwk(kind)))[0]).toMatchObject({ alg, publicJwk: { alg } });
  });

  it('by the alg that the JWK names', async () => {
    expect((await imported(privateJwk('rsa', { alg: 'PS384' })))[0]?.alg).toBe('PS384');
  });

  it('by the second name of EdDSA', async () => {
    expect((await imported(privateJwk('ed25519', { alg: 'Ed25519' })))[0]?.alg).toBe('EdDSA');
  });

  it('by what was asked for, above all', async () => {
    const keys = await imported(privateJwk('rsa', { alg: 'RS512' }), { algorithm: 'PS256' });
    expect(keys[0]?.alg).toBe('PS256');
  });

  it('so that a key that is no longer active keeps its own when it cannot do what was asked', async () => {
    const keys = await imported(
      { keys: [privateJwk('P-256'), privateJwk('rsa')] },
      { algorithm: 'ES256' },
    );
    expect(keys.map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);
  });
});

describe('importKeys keeps keys for encryption apart', () => {
  const both = (enc: object) => ({ keys: [enc, privateJwk('rsa')] });

  it.each<[KeyKind, string]>([
    ['rsa3072', 'RSA-OAEP-256'],
    ['P-256', 'ECDH-ES'],
    ['x25519', 'ECDH-ES'],
  ])('%s with use "enc" opens %s', async (kind, alg) => {
    const [key] = await imported(both(privateJwk(kind, { use: 'enc' })));
    expect(key).toMatchObject({ use: 'enc', alg, publicJwk: { use: 'enc', alg } });
  });

  it('also when only their alg says so', async () => {
    const [key] = await imported(both(privateJwk('rsa3072', { alg: 'RSA-OAEP' })));
    expect(key).toMatchObject({ use: 'enc', alg: 'RSA-OAEP' });
  });

  it('and leaves them their alg when another is asked for signing', async () => {
    const set = both(privateJwk('rsa3072', { use: 'enc' }));
    const keys = await imported(set, { algorithm: 'PS256' });
    expect(keys.map(({ alg }) => alg)).toEqual(['RSA-OAEP-256', 'PS256']);
  });
});

describe('importKeys refuses', () => {
  it.each<[string, unknown, string, Partial<ImportContext>?]>([
    ['a public key as PEM', publicPem('rsa'), 'is a public key: give the private key'],
    ['a public key as JWK', publicJwk('rsa'), 'is a public key: give the private key'],
    ['a certificate', CERTIFICATE, 'is a certificate: give the private key'],
    ['an encrypted PKCS#8 without passphrase', privatePem('rsa', 'pkcs8', 'x'), 'is encrypted'],
    ['an encrypted PKCS#1 without passphrase', privatePem('rsa', 'pkcs1', 'x'), 'is encrypted'],
    [
      'a wrong passphrase',
      privatePem('rsa', 'pkcs8', 'right'),
      'could not be decrypted',
      { passphrase: 'wrong' },
    ],
    ['an empty text', ' \n', 'is empty'],
    ['what is not a key at all', 'hunter2', 'is not a key'],
    [
      'Base64 of something else',
      Buffer.from('hunter2'.repeat(9)).toString('base64'),
      'is not a key',
    ],
    [
      'Base64 of a public key',
      Buffer.from(publicPem('rsa')).toString('base64'),
      'is a public key: give the private key',
    ],
    [
      'Base64 of a PEM where a JWK set belongs',
      Buffer.from(privatePem('rsa')).toString('base64'),
      'give it as `keys.pem`',
      { form: 'jwks' },
    ],
    ['a number', 42, 'is not a JWK set'],
    ['a list of keys that is no set', [privateJwk('rsa')], 'is not a JWK set'],
    ['a damaged PEM', privatePem('rsa').replace(/\n.{64}\n/, '\n'), 'is damaged'],
    ['two private keys in one PEM', privatePem('rsa') + privatePem('P-256'), 'holds several'],
    [
      'an OpenSSH key',
      privatePem('rsa').replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'),
      'ssh-keygen -p -m PKCS8',
    ],
    ['RSA under 2048 bits', privatePem('rsa1024'), 'is an RSA key of 1024 bits'],
    ['RSA under 2048 bits as JWK', privateJwk('rsa1024'), 'is an RSA key of 1024 bits'],
    ['RSA-PSS', privatePem('rsa-pss'), 'is an RSA-PSS key'],
    ['DSA', privatePem('dsa'), 'is a dsa key'],
    ['Ed448', privatePem('ed448'), 'is an ed448 key'],
    ['X25519 for signing', privatePem('x25519'), 'cannot sign'],
    ['secp256k1', privatePem('secp256k1'), 'is an EC key on secp256k1'],
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0' }, 'is a symmetric key'],
    ['an unknown kty', { kty: 'AKP', d: 'x' }, 'its "kty" must be'],
    ['RSA without its primes', privateJwk('rsa', { p: undefined }), 'is incomplete'],
    ['a JWK that is damaged', privateJwk('P-256', { x: 'AAAA' }), 'is damaged'],
    [
      'an RSA modulus of another key',
      privateJwk('rsa', { n: publicJwk('rsa', {}, 1).n }),
      'broken',
    ],
    [
      'an EC private member of another key',
      privateJwk('P-256', { d: privateJwk('P-256', {}, 1).d }),
      'broken',
    ],
    [
      'an Ed25519 x of another key',
      privateJwk('ed25519', { x: publicJwk('ed25519', {}, 1).x }),
      'broken',
    ],
    ['a kid that is a number', privateJwk('rsa', { kid: 7 }), 'has a "kid" that is not a text'],
    [
      'a kid with a line end',
      privateJwk('rsa', { kid: 'a\nb' }),
      'has a "kid" with control characters: write another, or leave it out',
    ],
    [
      'a kid of 100 kB',
      privateJwk('rsa', { kid: 'x'.repeat(102_400) }),
      'has a "kid" of 102400 characters, and 512 are the most',
    ],
    [
      'a key_ops that encrypts, of a key that signs',
      privateJwk('rsa', { use: 'sig', key_ops: ['encrypt'] }),
      'has a "key_ops" without "sign", and its "use" is "sig": write ["sign"], or leave it out',
    ],
    [
      'a key_ops of a public key',
      privateJwk('P-256', { use: 'sig', key_ops: ['verify'] }),
      'has a "key_ops" without "sign"',
    ],
    [
      'a key_ops of a public key, without a use',
      privateJwk('P-256', { key_ops: ['verify'] }),
      'has a "key_ops" without "sign"',
    ],
    [
      'a key_ops that signs, of a key that decrypts',
      privateJwk('rsa', { use: 'enc', key_ops: ['sign'] }),
      'has a "key_ops" without "decrypt", and its "use" is "enc"',
    ],
    [
      'a key_ops that does more than its use',
      privateJwk('rsa', { use: 'sig', key_ops: ['sign', 'decrypt'] }),
      'has a "key_ops" with "decrypt", and its "use" is "sig"',
    ],
    ['a key_ops of nothing', privateJwk('rsa', { key_ops: [] }), 'has a "key_ops" without "sign"'],
    [
      'a key_ops that is no list',
      privateJwk('rsa', { key_ops: 'sign' }),
      'has a "key_ops" that is not a list',
    ],
    ['an unknown use', privateJwk('rsa', { use: 'both' }), 'neither "sig" nor "enc"'],
    ['a symmetric alg', privateJwk('rsa', { alg: 'HS256' }), 'names "HS256" as its "alg"'],
    ['alg none', privateJwk('rsa', { alg: 'none' }), 'names "none" as its "alg"'],
    [
      'an alg that does not fit the key',
      privateJwk('P-256', { alg: 'ES384' }),
      'cannot sign ES384: use ES256',
    ],
    [
      'an asked algorithm that does not fit',
      privatePem('P-256'),
      'cannot sign RS256',
      { algorithm: 'RS256' },
    ],
    ['RSA for EdDSA', privatePem('rsa'), 'cannot sign EdDSA', { algorithm: 'EdDSA' }],
    ['RSA1_5', privateJwk('rsa', { use: 'enc', alg: 'RSA1_5' }), 'use RSA-OAEP-256'],
    [
      'Ed25519 for encryption',
      privateJwk('ed25519', { use: 'enc' }),
      'is an Ed25519 key for encryption',
    ],
    ['an empty set', { keys: [] }, 'holds no keys'],
    [
      'a set without a signing key',
      { keys: [privateJwk('rsa', { use: 'enc' })] },
      'holds no signing key',
    ],
    [
      'the same key twice',
      { keys: [privateJwk('rsa'), privateJwk('rsa')] },
      'holds two keys with the kid',
    ],
    [
      'one kid for two keys',
      { keys: [privateJwk('rsa', { kid: 'a' }), privateJwk('P-256', { kid: 'a' })] },
      'holds two keys with the kid "a"',
    ],
    [
      'JSON where a PEM belongs',
      JSON.stringify(privateJwk('rsa')),
      'give a JWK set as `keys.jwks`',
      { form: 'pem' },
    ],
    ['a PEM where a JWK set belongs', privatePem('rsa'), 'give it as `keys.pem`', { form: 'jwks' }],
    ['text that is not JSON where a JWK set belongs', '{"keys":', 'is not JSON', { form: 'jwks' }],
  ])('%s', async (_what, material, message, context = {}) => {
    expect(await problems(material, context)).toEqual([expect.stringMatching(/^`keys\.pem` /)]);
    expect((await problems(material, context))[0]).toContain(message);
  });

  it('every bad key of a set, and says which', async () => {
    const set = { keys: [publicJwk('rsa'), privateJwk('P-256'), { kty: 'oct' }] };
    expect(await problems(set)).toEqual([
      expect.stringContaining('key 1, is a public key'),
      expect.stringContaining('key 3, is a symmetric key'),
    ]);
  });

  it('without a word of the key in the message', async () => {
    const secret = 'U2VjcmV0U2VjcmV0U2VjcmV0';
    const spoilt = [
      `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
      `{"keys":[{"kty":"RSA","d":"${secret}"`,
      { keys: [{ kty: 'EC', crv: 'P-256', d: secret, x: secret, y: secret }] },
      { keys: [{ kty: `${secret} ${secret}`, d: secret }] },
      { ...privateJwk('rsa'), alg: `{${secret}}` },
      { ...privateJwk('rsa'), use: secret },
      { ...privateJwk('rsa'), p: 7, q: secret },
    ];
    for (const material of spoilt) {
      const found = await problems(material);
      expect(found).toHaveLength(1);
      expect(found.join()).not.toContain(secret);
    }
  });
});
