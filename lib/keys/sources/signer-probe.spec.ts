import { constants, type KeyObject, sign } from 'node:crypto';

import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';

import { type KeyKind, keyPair, publicJwk } from '../../../test/support/private-keys.js';
import type { SigningAlgorithm } from '../algorithms.js';
import { keyProblem } from '../key-problem.js';
import { localKey, type LocalSigningKey } from '../material/local-key.js';
import { LocalSigner } from '../material/local-signer.js';
import { toPublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';
import { probeSigner } from './signer-probe.js';

/** As in code that runs in a context of its own. */
const OtherUint8Array = runInNewContext('Uint8Array') as Uint8ArrayConstructor;

function aSigner(
  alg: SigningAlgorithm,
  kind: KeyKind,
  signWith: (bytes: Uint8Array, key: KeyObject) => Uint8Array | Promise<Uint8Array>,
): Signer {
  return {
    kid: 'k',
    alg,
    publicJwk: toPublicJwk({ ...publicJwk(kind), kid: 'k', use: 'sig', alg }),
    sign: async (bytes) => signWith(bytes, keyPair(kind).privateKey),
  };
}

describe('probeSigner', () => {
  it.each<[SigningAlgorithm, KeyKind]>([
    ['RS256', 'rsa'],
    ['PS256', 'rsa'],
    ['PS512', 'rsa'],
    ['ES256', 'P-256'],
    ['ES512', 'P-521'],
    ['EdDSA', 'ed25519'],
  ])('finds that a signer of %s works', async (alg, kind) => {
    // Without a `use` a key signs.
    const key = (await localKey(keyPair(kind).privateKey, {}, alg)) as LocalSigningKey;
    expect(await probeSigner(new LocalSigner(key))).toBe('works');
  });

  const pss = (saltLength: number) => (bytes: Uint8Array, key: KeyObject) =>
    sign('sha256', bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

  it.each<[string, Signer]>([
    [
      'another key',
      aSigner('RS256', 'rsa', (b) => sign('sha256', b, keyPair('rsa', 1).privateKey)),
    ],
    ['another hash', aSigner('RS256', 'rsa', (bytes, key) => sign('sha512', bytes, key))],
    ['another padding', aSigner('RS256', 'rsa', pss(32))],
    ['a longer PSS salt', aSigner('PS256', 'rsa', pss(constants.RSA_PSS_SALTLEN_MAX_SIGN))],
    ['a shorter PSS salt', aSigner('PS256', 'rsa', pss(20))],
    ['DER', aSigner('ES256', 'P-256', (bytes, key) => sign('sha256', bytes, key))],
    ['nothing', aSigner('ES256', 'P-256', () => new Uint8Array())],
    [
      'what cannot be read',
      aSigner('ES256', 'P-256', () => {
        throw keyProblem('returned a signature that is not DER');
      }),
    ],
  ])('finds that a signer makes %s', async (_what, signer) => {
    expect(await probeSigner(signer)).toEqual({
      problem: expect.stringMatching(/does not verify|but a signature of \w+ has|is not DER/),
    });
  });

  it.each<[string, unknown, string]>([
    ['nothing at all', undefined, 'returned nothing'],
    ['null', null, 'returned nothing'],
    ['a text, as some services send Base64', 'MEUCIQDx', 'returned a text'],
    ['a list of numbers', [1, 2, 3], 'returned a list'],
    ['the answer of a service', { Signature: new Uint8Array(64) }, 'returned something else'],
    ['a Buffer that went through JSON', { type: 'Buffer', data: [1] }, 'returned something else'],
    ['a number', 7, 'returned something else'],
    [
      'DER',
      new Uint8Array(71).fill(0x30, 0, 1),
      'returned 71 bytes, but a signature of ES256 has 64',
    ],
    ['too little', new Uint8Array(63), 'returned 63 bytes, but a signature of ES256 has 64'],
  ])('finds that a signer returns %s', async (_what, returned, problem) => {
    const signer = aSigner('ES256', 'P-256', () => returned as Uint8Array);
    expect(await probeSigner(signer)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it.each<[string, (signature: Buffer) => unknown]>([
    ['a Uint8Array of another realm', (signature) => new OtherUint8Array(signature)],
    ['an ArrayBuffer, as WebCrypto has it', (signature) => Uint8Array.from(signature).buffer],
  ])('takes %s', async (_what, as) => {
    const signer = aSigner('ES256', 'P-256', (bytes, key) => {
      const signature = sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
      return as(signature) as Uint8Array;
    });
    expect(await probeSigner(signer)).toBe('works');
  });

  it('names what a signer throws, and repeats nothing of it', async () => {
    const signer = aSigner('ES256', 'P-256', () => {
      throw Object.assign(new Error('arn:hidden'), { name: 'AccessDeniedException' });
    });
    expect(await probeSigner(signer)).toEqual({ failure: 'AccessDeniedException' });
  });

  it('says what is wrong in words that follow its name', async () => {
    const signer = aSigner('ES256', 'P-256', () => {
      throw keyProblem('returned a signature that is not DER');
    });
    expect(await probeSigner(signer)).toEqual({ problem: 'returned a signature that is not DER' });
  });
});
