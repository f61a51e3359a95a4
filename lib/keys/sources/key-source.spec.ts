import { sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import {
  keyPair,
  privateJwk,
  privatePem,
  publicJwk,
  publicPem,
} from '../../../test/support/private-keys.js';
import { KeyProvider } from '../key-provider.js';
import type { PublicJwk } from '../public-jwk.js';
import { remoteSigner } from '../remote/remote-signer.js';
import type { Signer } from '../signer.js';
import { GeneratedKeyProvider } from './generate.js';
import { type KeySourceContext, resolveKeySource } from './key-source.js';

const nothing = () => undefined;

async function providerOf(
  keys: unknown,
  context: Partial<KeySourceContext> = {},
): Promise<unknown> {
  const result = await resolveKeySource(keys, { environment: {}, ...context });
  if ('problems' in result) throw new Error(result.problems.join('\n'));
  return result.source.create(new RecordingDependencies());
}

async function builtFrom(
  keys: unknown,
  context: Partial<KeySourceContext> = {},
): Promise<KeyProvider> {
  const provider = await providerOf(keys, context);
  if (!(provider instanceof KeyProvider)) throw new Error('not a provider');
  return provider;
}

async function problemsOf(
  keys: unknown,
  context: Partial<KeySourceContext> = {},
): Promise<readonly string[]> {
  const result = await resolveKeySource(keys, { environment: {}, ...context });
  return 'problems' in result ? result.problems : [];
}

class OwnProvider extends KeyProvider {
  override signer(): Promise<Signer> {
    return Promise.reject(new Error('not needed here'));
  }

  override publicKeys(): Promise<readonly PublicJwk[]> {
    return Promise.resolve([]);
  }
}

const aSigner = (members: object = {}) => ({
  kid: 'hsm-1',
  alg: 'ES256',
  publicJwk: publicJwk('P-256'),
  sign: async (bytes: Uint8Array) => {
    const key = keyPair('P-256').privateKey;
    return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
  },
  ...members,
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-source-'));
  await writeFile(join(folder, 'key.pem'), privatePem('rsa'));
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [privateJwk('P-256')] }));
  await writeFile(join(folder, 'encrypted.pem'), privatePem('rsa', 'pkcs8', 'open sesame'));
  await writeFile(join(folder, 'public.pem'), publicPem('rsa'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('resolveKeySource builds a provider from', () => {
  it.each<[string, () => unknown, string, Partial<KeySourceContext>?]>([
    ['`pem`', () => ({ pem: privatePem('rsa') }), 'RS256'],
    [
      '`pem` with its passphrase',
      () => ({ pem: privatePem('rsa', 'pkcs1', 'open sesame'), passphrase: 'open sesame' }),
      'RS256',
    ],
    [
      '`pem` and the asked algorithm',
      () => ({ pem: privatePem('rsa') }),
      'PS256',
      { algorithm: 'PS256' },
    ],
    ['`jwks` as object', () => ({ jwks: { keys: [privateJwk('ed25519')] } }), 'EdDSA'],
    ['`jwks` as text', () => ({ jwks: JSON.stringify({ keys: [privateJwk('P-384')] }) }), 'ES384'],
    ['`file` with a PEM', () => ({ file: join(folder, 'key.pem') }), 'RS256'],
    ['`file` with a JWK set', () => ({ file: join(folder, 'keys.json') }), 'ES256'],
    [
      '`file` with an encrypted PEM',
      () => ({ file: join(folder, 'encrypted.pem'), passphrase: 'open sesame' }),
      'RS256',
    ],
    [
      '`env` with a PEM',
      () => ({ env: 'KEY' }),
      'RS256',
      { environment: { KEY: privatePem('rsa') } },
    ],
    [
      '`env` with a JWK set',
      () => ({ env: 'KEY' }),
      'ES256',
      { environment: { KEY: JSON.stringify(privateJwk('P-256')) } },
    ],
    ['`signer`', () => ({ signer: aSigner() }), 'ES256'],
    ['several `signer`s', () => ({ signer: [aSigner(), aSigner({ kid: 'hsm-0' })] }), 'ES256'],
    ['`generate`', () => ({ generate: 'development' }), 'ES256', { algorithm: 'ES256' }],
    [
      'one source beside others that are undefined',
      () => ({ pem: undefined, file: join(folder, 'key.pem') }),
      'RS256',
    ],
  ])('%s', async (_source, keys, alg, context = {}) => {
    const provider = await builtFrom(keys(), context);
    expect((await provider.signer()).alg).toBe(alg);
  });

  it('a KeyProvider itself', async () => {
    const provider = new OwnProvider();
    expect(await providerOf(provider)).toBe(provider);
  });

  it('a class that extends KeyProvider, left to the container', async () => {
    expect(await providerOf(OwnProvider)).toBe(OwnProvider);
  });

  it('`generate` when NODE_ENV is not production', async () => {
    const environment = { NODE_ENV: 'test' };
    const provider = await providerOf({ generate: 'development' }, { environment });
    expect(provider).toBeInstanceOf(GeneratedKeyProvider);
  });

  it('a set with a key for encryption, which is published last and offered for decryption', async () => {
    const jwks = { keys: [privateJwk('rsa', { use: 'enc' }), privateJwk('P-256')] };
    const provider = await builtFrom({ jwks });
    expect((await provider.publicKeys()).map(({ use }) => use)).toEqual(['sig', 'enc']);
    expect(await provider.decryptionKeys()).toHaveLength(1);
  });
});

describe('resolveKeySource with a signer that is away', () => {
  it('builds a provider all the same, and reports it without repeating what was said', async () => {
    const signer = aSigner({ sign: () => Promise.reject(new RangeError('arn:hidden')) });
    const result = await resolveKeySource({ signer }, { environment: {} });
    const dependencies = new RecordingDependencies();
    if ('source' in result) result.source.create(dependencies);
    expect(dependencies.problems).toEqual([
      '`keys.signer` could not sign at start-up (RangeError)',
    ]);
  });
});

describe('resolveKeySource refuses', () => {
  it.each<[string, () => unknown, string, Partial<KeySourceContext>?]>([
    ['no keys', () => undefined, '`keys` is missing'],
    ['a text in place of an object', () => privatePem('rsa'), '`keys` must be an object'],
    ['a function that is no KeyProvider', () => nothing, '`keys` must be an object'],
    ['KeyProvider itself', () => KeyProvider, '`keys` must be an object'],
    [
      'half a KeyProvider',
      () => ({ signer: nothing, publicKeys: nothing }),
      '`keys` is no complete KeyProvider',
    ],
    ['an empty object', () => ({}), '`keys` is empty: give one of pem, jwks, file'],
    ['two sources', () => ({ pem: 'x', env: 'X' }), '`keys` has pem and env: give exactly one'],
    ['a misspelt name', () => ({ jwk: {} }), '`keys.jwk` is unknown: did you mean `keys.jwks`?'],
    ['an unknown name', () => ({ vault: {} }), '`keys.vault` is unknown: give one of pem'],
    [
      'a member that is no name',
      () => ({ [privatePem('P-256')]: 1 }),
      '`keys` has a member that is unknown',
    ],
    ['an undefined `pem`', () => ({ pem: undefined }), '`keys.pem` is missing or empty'],
    ['an empty `pem`', () => ({ pem: '' }), '`keys.pem` is missing or empty'],
    ['a `pem` that is no text', () => ({ pem: Buffer.from('x') }), '`keys.pem` must be the text'],
    [
      'a public `pem`',
      () => ({ pem: publicPem('rsa') }),
      '`keys.pem` is a public key: give the private key',
    ],
    ['a `pem` that is JSON', () => ({ pem: '{}' }), '`keys.pem` is JSON'],
    [
      'an empty passphrase',
      () => ({ pem: privatePem('rsa'), passphrase: '' }),
      '`keys.passphrase` must be a text',
    ],
    [
      'a passphrase that has no meaning',
      () => ({ jwks: { keys: [privateJwk('rsa')] }, passphrase: 'x' }),
      '`keys.passphrase` has no meaning with `keys.jwks`',
    ],
    ['an undefined `jwks`', () => ({ jwks: undefined }), '`keys.jwks` is missing or empty'],
    ['an empty `jwks`', () => ({ jwks: { keys: [] } }), '`keys.jwks` holds no keys'],
    ['a `jwks` that is PEM', () => ({ jwks: privatePem('rsa') }), '`keys.jwks` is PEM text'],
    ['an undefined `file`', () => ({ file: undefined }), '`keys.file` must be the path'],
    [
      'a `file` that is missing',
      () => ({ file: join(folder, 'none') }),
      '`keys.file` names a file that does not exist',
    ],
    [
      'a `file` that does not exist, by its path',
      () => ({ file: `${folder}/none` }),
      ': give the path of a PEM or of a private JWK set (/',
    ],
    ['a `file` that is a directory', () => ({ file: folder }), '`keys.file` names a directory'],
    [
      'a `file` that is the key',
      () => ({ file: privatePem('rsa') }),
      '`keys.file` is a key itself',
    ],
    [
      'a `file` with a public key',
      () => ({ file: join(folder, 'public.pem') }),
      '`keys.file` is a public key',
    ],
    [
      'a `file` whose passphrase is wrong',
      () => ({ file: join(folder, 'encrypted.pem'), passphrase: 'x' }),
      '`keys.file` could not be decrypted',
    ],
    ['an `env` that is the key', () => ({ env: privatePem('rsa') }), '`keys.env` must be the name'],
    [
      'an `env` that is not set',
      () => ({ env: 'KEY' }),
      '`keys.env` (KEY) names an environment variable that is not set',
    ],
    [
      'an `env` that is empty',
      () => ({ env: 'KEY' }),
      '`keys.env` (KEY) is empty',
      { environment: { KEY: '' } },
    ],
    [
      'an `env` that is no key',
      () => ({ env: 'KEY' }),
      '`keys.env` (KEY) is not a key',
      { environment: { KEY: 'x' } },
    ],
    [
      'another `generate` than development',
      () => ({ generate: true }),
      "`keys.generate` must be 'development'",
    ],
    [
      '`generate` in production',
      () => ({ generate: 'development' }),
      '`keys.generate` is for development, and NODE_ENV is production',
      { environment: { NODE_ENV: 'production' } },
    ],
    [
      'a key that does not fit the algorithm',
      () => ({ pem: privatePem('P-256') }),
      '`keys.pem` is an EC key on P-256, which cannot sign RS256',
      { algorithm: 'RS256' },
    ],
    ['an empty list of signers', () => ({ signer: [] }), '`keys.signer` is an empty list'],
    ['a signer that is no object', () => ({ signer: 'hsm' }), '`keys.signer` is not a Signer'],
    [
      'a signer without kid',
      () => ({ signer: aSigner({ kid: '' }) }),
      '`keys.signer` has no `kid`',
    ],
    [
      'a signer whose kid has control characters',
      () => ({ signer: aSigner({ kid: 'a\u001B[2J' }) }),
      '`keys.signer` has a "kid" with control characters: give it another name',
    ],
    [
      'a signer whose kid is endless',
      () => ({ signer: aSigner({ kid: 'x'.repeat(102_400) }) }),
      '`keys.signer` has a "kid" of 102400 characters, and 512 are the most',
    ],
    [
      'a signer whose key only encrypts',
      () => ({ signer: aSigner({ publicJwk: publicJwk('P-256', { key_ops: ['encrypt'] }) }) }),
      '`keys.signer` has a `publicJwk` that has a "key_ops" without "verify"',
    ],
    [
      'a signer without alg',
      () => ({ signer: aSigner({ alg: undefined }) }),
      '`keys.signer` has no `alg`',
    ],
    [
      'a signer with a symmetric alg',
      () => ({ signer: aSigner({ alg: 'HS256' }) }),
      '`keys.signer` has no `alg`',
    ],
    [
      'a signer without publicJwk',
      () => ({ signer: aSigner({ publicJwk: undefined }) }),
      '`keys.signer` has no `publicJwk`',
    ],
    [
      'a signer without sign',
      () => ({ signer: aSigner({ sign: undefined }) }),
      '`keys.signer` has no `sign`',
    ],
    [
      'a signer with a private key',
      () => ({ signer: aSigner({ publicJwk: privateJwk('P-256') }) }),
      '`keys.signer` has a `publicJwk` with private members',
    ],
    [
      'a signer whose key does not fit its alg',
      () => ({ signer: aSigner({ alg: 'RS256' }) }),
      'that is an EC key on P-256, which cannot sign RS256',
    ],
    [
      'a signer whose key is too short',
      () => ({ signer: aSigner({ alg: 'RS256', publicJwk: publicJwk('rsa1024') }) }),
      'that is an RSA key of 1024 bits',
    ],
    [
      'a signer whose key is broken',
      () => ({ signer: aSigner({ publicJwk: { kty: 'EC' } }) }),
      'that is not a public key',
    ],
    [
      'a signer whose key has another kid',
      () => ({ signer: aSigner({ publicJwk: publicJwk('P-256', { kid: 'x' }) }) }),
      'with another `kid`',
    ],
    [
      'a signer whose key has another alg',
      () => ({ signer: aSigner({ publicJwk: publicJwk('P-256', { alg: 'ES512' }) }) }),
      'with another `alg`',
    ],
    [
      'a signer whose key is for encryption',
      () => ({ signer: aSigner({ publicJwk: publicJwk('P-256', { use: 'enc' }) }) }),
      'that is not for `use` "sig"',
    ],
    [
      'two signers with one kid',
      () => ({ signer: [aSigner(), aSigner()] }),
      '`keys.signer` holds two signers with the kid "hsm-1"',
    ],
    [
      'a signer of another key than it shows',
      () => ({ signer: aSigner({ publicJwk: publicJwk('P-256', {}, 1) }) }),
      '`keys.signer` returns signatures that its `publicJwk` does not verify',
    ],
    [
      'a signer that returns a text',
      () => ({ signer: aSigner({ sign: () => Promise.resolve('MEUCIQDx') }) }),
      '`keys.signer` returned a text in place of a signature: return the raw JOSE signature as Uint8Array',
    ],
    [
      'a signer that returns DER',
      () => ({ signer: aSigner({ sign: () => Promise.resolve(new Uint8Array(71)) }) }),
      '`keys.signer` returned 71 bytes, but a signature of ES256 has 64: return the raw JOSE signature, which is r || s and not DER',
    ],
    [
      'a signer that does not sign what is asked',
      () => ({ signer: aSigner() }),
      '`keys.signer` signs ES256, but PS256 is asked for',
      { algorithm: 'PS256' },
    ],
  ])('%s', async (_what, keys, message, context = {}) => {
    expect(await problemsOf(keys(), context)).toEqual([expect.stringContaining(message)]);
  });

  it.each(['der', 'raw'] as const)('a remote signer (%s) that returns nothing', async (format) => {
    const signer = remoteSigner({
      alg: 'ES256',
      publicJwk: publicJwk('P-256'),
      mode: 'digest',
      signatureFormat: format,
      // As a client whose answer has the signature elsewhere.
      sign: () => Promise.resolve(undefined as unknown as Uint8Array),
    });
    expect(await problemsOf({ signer })).toEqual([
      expect.stringContaining('`keys.signer` returned nothing in place of a signature'),
    ]);
  });

  it('several things at once', async () => {
    const keys = { pem: publicPem('rsa'), passPhrase: 'x', passphrase: '' };
    expect(await problemsOf(keys)).toEqual([
      expect.stringContaining('did you mean `keys.passphrase`?'),
      expect.stringContaining('`keys.passphrase` must be a text'),
      expect.stringContaining('`keys.pem` is a public key'),
    ]);
  });

  it('each bad signer of a list, by its place', async () => {
    const signer = [aSigner(), aSigner({ kid: undefined, sign: 1 })];
    expect(await problemsOf({ signer })).toEqual([
      expect.stringContaining('`keys.signer[1]` has no `kid`'),
      expect.stringContaining('`keys.signer[1]` has no `sign`'),
    ]);
  });

  it.each<[string, (key: string) => unknown]>([
    ['keys', (key) => key],
    ['keys.env', (key) => ({ env: key })],
    ['keys.file', (key) => ({ file: key })],
    ['a name', (key) => ({ [key]: true })],
    ['keys.file, its Base64 alone', (key) => ({ file: key.split('\n').slice(1, -2).join('') })],
    ['keys.generate', (key) => ({ generate: key })],
    ['keys.signer', (key) => ({ signer: key })],
    ['keys.jwks', (key) => ({ jwks: key })],
  ])('a private key in the wrong place (%s) without repeating it', async (_place, keys) => {
    const pem = privatePem('P-256');
    const found = (await problemsOf(keys(pem))).join();
    expect(found).not.toBe('');
    expect(found).not.toContain(pem.split('\n')[1]);
  });
});
