import { constants, type KeyObject, sign } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { type KeyKind, keyPair, publicJwk } from '../../../test/support/private-keys.js';
import type { SigningAlgorithm } from '../algorithms.js';
import { keyProblem } from '../key-problem.js';
import { localKey, type LocalSigningKey } from '../material/local-key.js';
import { LocalSigner } from '../material/local-signer.js';
import { toPublicJwk } from '../public-jwk.js';
import type { Signer } from '../signer.js';
import { probeSigner } from './signer-probe.js';

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
    expect(await probeSigner(signer)).toBe('does not verify');
  });

  it('names what a signer throws, and repeats nothing of it', async () => {
    const signer = aSigner('ES256', 'P-256', () => {
      throw Object.assign(new Error('arn:hidden'), { name: 'AccessDeniedException' });
    });
    expect(await probeSigner(signer)).toEqual({ failure: 'AccessDeniedException' });
  });
});
