import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { compactVerify, importJWK, type JWK } from 'jose';

import { type KeyKind, keyPair, privateJwk } from '../../../test/support/private-keys.js';
import type { SigningAlgorithm } from '../algorithms.js';
import { localKey, type LocalSigningKey } from './local-key.js';
import { LocalSigner } from './local-signer.js';

async function signerOf(kind: KeyKind, alg: SigningAlgorithm): Promise<LocalSigner> {
  const key = await localKey(keyPair(kind).privateKey, {}, alg);
  // Without a `use` a key signs.
  return new LocalSigner(key as LocalSigningKey);
}

async function compactJws(signer: LocalSigner, payload: string): Promise<string> {
  const header = JSON.stringify({ alg: signer.alg, kid: signer.kid });
  const input = [header, payload].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const signature = await signer.sign(Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

describe('LocalSigner', () => {
  it.each<[SigningAlgorithm, KeyKind]>([
    ['RS256', 'rsa'],
    ['RS384', 'rsa'],
    ['RS512', 'rsa'],
    ['PS256', 'rsa'],
    ['PS384', 'rsa'],
    ['PS512', 'rsa'],
    ['ES256', 'P-256'],
    ['ES384', 'P-384'],
    ['ES512', 'P-521'],
    ['EdDSA', 'ed25519'],
  ])('signs %s so that another implementation accepts it', async (alg, kind) => {
    const signer = await signerOf(kind, alg);
    const jws = await compactJws(signer, 'the payload');
    const published: unknown = JSON.parse(JSON.stringify(signer.publicJwk));
    // What was published is all that a verifier has.
    const verified = await compactVerify(jws, await importJWK(published as JWK, alg), {
      algorithms: [alg],
    });
    expect(Buffer.from(verified.payload).toString()).toBe('the payload');
  });

  it('leaves the event loop free while it signs', async () => {
    const signer = await signerOf('rsa3072', 'RS256');
    const events: string[] = [];
    const signed = signer.sign(Buffer.from('bytes')).then(() => events.push('signed'));
    // A signature made on this thread would be there before the event loop turns.
    for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
    events.push('something else');
    await signed;
    expect(events).toEqual(['something else', 'signed']);
  });

  it.each<[string, (signer: LocalSigner) => string]>([
    ['serialized', (signer) => JSON.stringify(signer)],
    ['inspected', (signer) => inspect(signer, { depth: 10, showHidden: true })],
  ])('shows nothing of the private key when %s', async (_how, show) => {
    const text = show(await signerOf('rsa', 'RS256'));
    const { d = '', p = '' } = privateJwk('rsa');
    expect(text).toContain('RS256');
    expect(text).not.toContain(d);
    expect(text).not.toContain(p);
    expect(text).not.toContain('PrivateKeyObject');
  });
});
