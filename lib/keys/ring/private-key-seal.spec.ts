import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';

import { codeFrom } from '../../../test/support/code-of.js';
import { generateKey } from '../material/generate-key.js';
import type { LocalKey } from '../material/local-key.js';
import type { StoredKey } from './key-ring.store.js';
import { PrivateKeySeal } from './private-key-seal.js';

const [SECRET, OTHER] = [
  'a secret that is long enough, really',
  'another one that is long enough too',
];

let key: LocalKey;
let another: LocalKey;

beforeAll(async () => {
  [key, another] = [await generateKey('ES256'), await generateKey('ES256')];
});

async function storedBy(seal: PrivateKeySeal, of = key): Promise<StoredKey> {
  const privateKey = await seal.seal(of);
  return { kid: key.kid, alg: 'ES256', createdAt: 0, activatesAt: 0, privateKey };
}

describe('PrivateKeySeal', () => {
  it('opens what it sealed', async () => {
    const seal = new PrivateKeySeal(SECRET);
    const opened = await seal.open(await storedBy(seal));
    expect(opened).toMatchObject({ kid: key.kid, alg: 'ES256', publicJwk: key.publicJwk });
    expect(opened.privateKey.equals(key.privateKey)).toBe(true);
  });

  it('writes a JWE with dir and A256GCM, and nothing of the key in sight', async () => {
    const { privateKey } = await storedBy(new PrivateKeySeal(SECRET));
    expect(decodeProtectedHeader(privateKey)).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: key.kid,
    });
    expect(privateKey).not.toContain(key.privateKey.export({ format: 'jwk' }).d);
  });

  it('never writes the same twice', async () => {
    const seal = new PrivateKeySeal(SECRET);
    expect(await seal.seal(key)).not.toBe(await seal.seal(key));
  });

  it('opens what any of its secrets sealed, and seals with the first', async () => {
    const old = await storedBy(new PrivateKeySeal([SECRET]));
    const seal = new PrivateKeySeal([OTHER, SECRET]);
    expect((await seal.open(old)).kid).toBe(key.kid);
    expect((await new PrivateKeySeal(OTHER).open(await storedBy(seal))).kid).toBe(key.kid);
  });

  it('stores in plain text when told to', async () => {
    const seal = new PrivateKeySeal(false);
    const stored = await storedBy(seal);
    expect(JSON.parse(stored.privateKey)).toMatchObject({ kty: 'EC', crv: 'P-256' });
    expect((await seal.open(stored)).kid).toBe(key.kid);
  });

  it.each<[string, () => Promise<StoredKey>, PrivateKeySeal]>([
    ['another secret', () => storedBy(new PrivateKeySeal(OTHER)), new PrivateKeySeal(SECRET)],
    ['plain text', () => storedBy(new PrivateKeySeal(false)), new PrivateKeySeal(SECRET)],
    ['what is encrypted', () => storedBy(new PrivateKeySeal(SECRET)), new PrivateKeySeal(false)],
    [
      'a key under the name of another',
      () => storedBy(new PrivateKeySeal(SECRET), another),
      new PrivateKeySeal(SECRET),
    ],
    [
      'a key with another algorithm',
      async () => ({ ...(await storedBy(new PrivateKeySeal(SECRET))), alg: 'RS256' }),
      new PrivateKeySeal(SECRET),
    ],
    [
      'damage',
      async () => {
        const stored = await storedBy(new PrivateKeySeal(SECRET));
        // The first letter of the ciphertext, of which all bits count.
        const damaged = stored.privateKey.replace(
          /^(.*\..*\..*\.)(.)/,
          (_all, before: string, letter: string) => before + (letter === 'A' ? 'B' : 'A'),
        );
        return { ...stored, privateKey: damaged };
      },
      new PrivateKeySeal(SECRET),
    ],
    [
      'no JWK',
      async () => ({ ...(await storedBy(new PrivateKeySeal(false))), privateKey: '{"kty":"EC"}' }),
      new PrivateKeySeal(false),
    ],
  ])('refuses %s', async (_what, stored, seal) => {
    expect(await codeFrom(seal.open(await stored()))).toBe('key_invalid');
  });
});
