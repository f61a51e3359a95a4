import { constants, createHash, type KeyObject, sign, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Signer } from 'nestjs-criipto-auth';

import { signatureInput } from '../../lib/keys/signature-input.js';
import { keyPair, publicJwk, publicPem } from '../support/private-keys.js';
import { importBlock } from './import-block.js';

const GUIDE = 'docs/guides/keys-in-an-hsm-or-kms.md';
const MESSAGE = Buffer.from('header.claims');
const DIGEST = createHash('sha256').update(MESSAGE).digest();
const { signal } = new AbortController();

type Algorithm = 'RS256' | 'PS256' | 'ES256';
const ALGORITHMS: readonly Algorithm[] = ['RS256', 'PS256', 'ES256'];

const kindOf = (alg: Algorithm) => (alg === 'ES256' ? 'P-256' : 'rsa');

/** What a service makes of the hash of the one message here: Node itself signs no hashes. */
function serviceSigns(digest: Uint8Array, alg: Algorithm, form: 'der' | 'raw'): Buffer {
  if (!DIGEST.equals(digest)) throw new Error('Not the hash of the message');
  const key = keyPair(kindOf(alg)).privateKey;
  const how = form === 'der' && alg === 'ES256' ? { key } : rawInput(key, alg);
  return sign('sha256', MESSAGE, how);
}

function rawInput(key: KeyObject, alg: Algorithm) {
  if (alg === 'PS256') return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return alg === 'ES256' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : { key };
}

async function expectToWork(signer: Signer): Promise<void> {
  const signature = await signer.sign(MESSAGE, { signal });
  const input = signatureInput(keyPair(kindOf(signer.alg as Algorithm)).publicKey, signer.alg);
  expect(verify('sha256', MESSAGE, input, signature)).toBe(true);
  expect(signer.kid).toMatch(/^[\w-]{43}$/);
}

async function expectToFailQuietly(signer: Signer): Promise<void> {
  const failure: unknown = await signer.sign(MESSAGE, { signal }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'signer_failed' });
  expect(inspect(failure, { depth: 5 })).not.toContain('hidden');
}

const fails = () => Promise.reject(new Error('hidden'));

describe('the example for AWS KMS', () => {
  type Make = (kms: object, arn: string, alg: Algorithm) => Promise<Signer>;
  const NAMES = {
    RSASSA_PKCS1_V1_5_SHA_256: 'RS256',
    RSASSA_PSS_SHA_256: 'PS256',
    ECDSA_SHA_256: 'ES256',
  } as const;
  interface SignInput {
    readonly KeyId: string;
    readonly Message: Uint8Array;
    readonly MessageType: string;
    readonly SigningAlgorithm: keyof typeof NAMES;
  }

  const kmsWith = (alg: Algorithm, members: object = {}) => ({
    getPublicKey: async () => ({
      PublicKey: keyPair(kindOf(alg)).publicKey.export({ type: 'spki', format: 'der' }),
    }),
    sign: async (input: SignInput, options: { readonly abortSignal: AbortSignal }) => {
      expect(input).toMatchObject({ KeyId: 'arn:key', MessageType: 'DIGEST' });
      expect(options.abortSignal).toBeInstanceOf(AbortSignal);
      const named = NAMES[input.SigningAlgorithm];
      return { Signature: new Uint8Array(serviceSigns(input.Message, named, 'der')) };
    },
    ...members,
  });

  let make: Make;
  beforeAll(async () => {
    ({ awsKmsSigner: make } = (await importBlock(GUIDE, 'src/aws-kms-signer.ts')) as {
      awsKmsSigner: Make;
    });
  });

  it.each(ALGORITHMS)('signs %s', async (alg) => {
    await expectToWork(await make(kmsWith(alg), 'arn:key', alg));
  });

  it.each<[string, () => Promise<object>]>([
    ['fails', fails],
    ['returns nothing', () => Promise.resolve({})],
  ])('fails quietly when the service %s', async (_what, signs) => {
    await expectToFailQuietly(await make(kmsWith('RS256', { sign: signs }), 'arn:key', 'RS256'));
  });
});

describe('the example for Google Cloud KMS', () => {
  type Make = (kms: object, name: string, alg: Algorithm) => Promise<Signer>;
  interface SignRequest {
    readonly name: string;
    readonly digest: { readonly sha256: Uint8Array };
  }

  const kmsWith = (alg: Algorithm, encode: (signature: Buffer) => unknown = (same) => same) => ({
    getPublicKey: async () => [{ pem: publicPem(kindOf(alg)) }, undefined],
    asymmetricSign: async ({ name, digest }: SignRequest, options: { timeout: number }) => {
      expect([name, options.timeout]).toEqual(['versions/1', 2000]);
      return [{ signature: encode(serviceSigns(digest.sha256, alg, 'der')) }];
    },
  });

  let make: Make;
  beforeAll(async () => {
    ({ googleKmsSigner: make } = (await importBlock(GUIDE, 'src/google-kms-signer.ts')) as {
      googleKmsSigner: Make;
    });
  });

  it.each(ALGORITHMS)('signs %s', async (alg) => {
    await expectToWork(await make(kmsWith(alg), 'versions/1', alg));
  });

  it('takes a signature in base64', async () => {
    const kms = kmsWith('ES256', (signature) => signature.toString('base64'));
    await expectToWork(await make(kms, 'versions/1', 'ES256'));
  });

  it.each<[string, () => Promise<unknown>]>([
    ['fails', fails],
    ['returns nothing', () => Promise.resolve([{}])],
  ])('fails quietly when the service %s', async (_what, asymmetricSign) => {
    const kms = { ...kmsWith('RS256'), asymmetricSign };
    await expectToFailQuietly(await make(kms, 'versions/1', 'RS256'));
  });
});

describe('the example for Azure Key Vault', () => {
  type Make = (cryptography: object, key: object, alg: Algorithm) => Signer;

  const cryptography = {
    sign: async (
      alg: Algorithm,
      digest: Uint8Array,
      options: { readonly abortSignal: AbortSignal },
    ) => {
      expect(options.abortSignal).toBeInstanceOf(AbortSignal);
      return { result: new Uint8Array(serviceSigns(digest, alg, 'raw')) };
    },
  };

  /** In bytes, as the vendor's client has it. */
  function keyOf(alg: Algorithm, suffix = '') {
    const { kty = '', crv, ...numbers } = publicJwk(kindOf(alg));
    const bytes = Object.entries(numbers).map(([name, value]) => [
      name,
      new Uint8Array(Buffer.from(String(value), 'base64url')),
    ]);
    return { key: { kty: kty + suffix, crv, ...Object.fromEntries(bytes) } };
  }

  let make: Make;
  beforeAll(async () => {
    ({ azureKeyVaultSigner: make } = (await importBlock(
      GUIDE,
      'src/azure-key-vault-signer.ts',
    )) as { azureKeyVaultSigner: Make });
  });

  it.each(ALGORITHMS)('signs %s', async (alg) => {
    await expectToWork(make(cryptography, keyOf(alg), alg));
  });

  it.each(ALGORITHMS)('signs %s in an HSM', async (alg) => {
    await expectToWork(make(cryptography, keyOf(alg, '-HSM'), alg));
  });

  it('fails quietly when the service fails', async () => {
    await expectToFailQuietly(make({ sign: fails }, keyOf('RS256'), 'RS256'));
  });
});

describe('the example for HashiCorp Vault', () => {
  type Make = (vault: object) => Promise<Signer>;
  interface SignBody {
    readonly input: string;
    readonly prehashed: boolean;
    readonly key_version: number;
    readonly signature_algorithm: string;
    readonly salt_length: string;
    readonly marshaling_algorithm: string;
  }

  let vault: Server;
  let transitUrl: string;
  let make: Make;
  let isSealed = false;

  beforeAll(async () => {
    ({ vaultTransitSigner: make } = (await importBlock(GUIDE, 'src/vault-transit-signer.ts')) as {
      vaultTransitSigner: Make;
    });
    vault = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const isOurs = request.headers['x-vault-token'] === 'token';
        const { status, data } =
          isSealed || !isOurs
            ? { status: 503, data: { errors: ['hidden'] } }
            : { status: 200, data: answer(request.url ?? '', Buffer.concat(chunks).toString()) };
        response.writeHead(status).end(JSON.stringify({ data }));
      });
    });
    await new Promise<void>((resolve) => vault.listen(0, '127.0.0.1', resolve));
    const address = vault.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    transitUrl = `http://127.0.0.1:${port}/v1/transit`;
  });
  afterAll(() => new Promise((resolve) => vault.close(resolve)));

  /** What Vault itself makes of it, its own defaults included. */
  function answer(url: string, text: string): object {
    const [, what, name] = /^\/v1\/transit\/(keys|sign)\/(\w+)/.exec(url) ?? [];
    const alg = name as Algorithm; // the keys of this Vault are named like that
    if (what === 'keys') return { keys: { 2: { public_key: publicPem(kindOf(alg)) } } };
    const body = JSON.parse(text) as SignBody; // or the test fails
    expect(url).toMatch(/\/sha2-256$/);
    expect(body).toMatchObject({ prehashed: true, key_version: 2 });
    const isPss = body.signature_algorithm === 'pss' && body.salt_length === 'hash';
    const isJws = body.marshaling_algorithm === 'jws';
    const made = alg === 'ES256' ? alg : isPss ? 'PS256' : 'RS256';
    const digest = Buffer.from(body.input, 'base64');
    const signature = serviceSigns(digest, made, isJws ? 'raw' : 'der');
    const isUrlSafe = isJws && alg === 'ES256';
    return { signature: `vault:v2:${signature.toString(isUrlSafe ? 'base64url' : 'base64')}` };
  }

  const keyNamed = (alg: Algorithm) => ({ transitUrl, token: 'token', name: alg, version: 2, alg });

  it.each(ALGORITHMS)('signs %s', async (alg) => {
    await expectToWork(await make(keyNamed(alg)));
  });

  it('fails quietly when Vault is sealed', async () => {
    const signer = await make(keyNamed('ES256'));
    isSealed = true;
    await expectToFailQuietly(signer);
  });
});
