import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type KeyKind, privateJwk, publicJwk } from '../../test/support/private-keys.js';
import { jwksDocument } from './jwks-document.js';
import { importKeys } from './material/import-keys.js';
import { type PublicJwk, toPublicJwk } from './public-jwk.js';
import { StaticKeyProvider } from './sources/static-keys.js';

const PUBLISHED = new Set(['kty', 'kid', 'use', 'alg', 'n', 'e', 'crv', 'x', 'y']);
const SECRET = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const KINDS: readonly KeyKind[] = [
  'rsa',
  'rsa3072',
  'P-256',
  'P-384',
  'P-521',
  'ed25519',
  'x25519',
];

const published = (kind: KeyKind, members: object = {}): PublicJwk =>
  toPublicJwk({ ...publicJwk(kind), kid: kind, use: 'sig', alg: 'RS256', ...members });

function membersOf(body: string): readonly string[] {
  // The document under test is a JWK set.
  const { keys } = JSON.parse(body) as { keys: readonly object[] };
  return keys.flatMap((key) => Object.keys(key));
}

describe('the JWK set', () => {
  it('holds nothing private of any key, whatever else the key carries', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (kinds, extra) => {
          const own = kinds.map((kind) => ({ ...extra, ...privateJwk(kind, OWN_TRAITS) }));
          const result = await importKeys(
            { keys: [privateJwk('P-256', {}, 1), ...own] },
            { subject: 'they' },
          );
          if ('problems' in result) throw new Error(result.problems.join('\n'));
          const keys = await new StaticKeyProvider(result.keys).publicKeys();
          const { body } = jwksDocument(keys);
          const secrets = kinds.flatMap((kind) =>
            SECRET.map((member) => Reflect.get(privateJwk(kind, OWN_TRAITS), member)),
          );
          return (
            keys.length === kinds.length + 1 &&
            membersOf(body).every((member) => PUBLISHED.has(member)) &&
            secrets.every((secret) => typeof secret !== 'string' || !body.includes(secret))
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('holds nothing private of keys that a foreign provider gives whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (kind, extra) => {
          const whole = { ...extra, ...privateJwk(kind), kid: kind, use: 'sig', alg: 'RS256' };
          // A provider written in JavaScript is not held to the type.
          const { body } = jwksDocument([whole as unknown as PublicJwk]);
          return membersOf(body).every((member) => PUBLISHED.has(member));
        },
      ),
    );
  });

  it('keeps the order of the keys', () => {
    const { body } = jwksDocument([published('rsa3072'), published('rsa')]);
    expect(JSON.parse(body)).toMatchObject({ keys: [{ kid: 'rsa3072' }, { kid: 'rsa' }] });
  });

  it('has the same strong ETag for the same keys, and another for others', () => {
    const { etag } = jwksDocument([published('rsa')]);
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(jwksDocument([published('rsa')]).etag).toBe(etag);
    expect(jwksDocument([published('rsa3072')]).etag).not.toBe(etag);
  });

  it('is made once for a list that cannot change', () => {
    const keys = Object.freeze([published('rsa')]);
    expect(jwksDocument(keys)).toBe(jwksDocument(keys));
  });

  it('is made anew for a list that can', () => {
    const keys = [published('rsa')];
    jwksDocument(keys);
    keys.push(published('rsa3072'));
    expect(JSON.parse(jwksDocument(keys).body)).toMatchObject({ keys: [{}, { kid: 'rsa3072' }] });
  });

  it.each<[string, object]>([
    ['a symmetric key', { kty: 'oct', k: 'c2VjcmV0', kid: 'a', use: 'sig', alg: 'HS256' }],
    ['a key without kid', publicJwk('rsa', { use: 'sig', alg: 'RS256' })],
    ['a key without use', publicJwk('rsa', { kid: 'a', alg: 'RS256' })],
    ['a key without alg', publicJwk('rsa', { kid: 'a', use: 'sig' })],
    ['a key without its modulus', { kty: 'RSA', e: 'AQAB', kid: 'a', use: 'sig', alg: 'RS256' }],
  ])('refuses %s', (_what, jwk) => {
    // A provider written in JavaScript is not held to the type.
    const keys = [jwk as unknown as PublicJwk];
    expect(() => jwksDocument(keys)).toThrow(expect.objectContaining({ code: 'key_invalid' }));
  });
});

const OWN_TRAITS = { kid: undefined, use: undefined, alg: undefined };

describe('toPublicJwk', () => {
  it('gives a key that nobody can change', () => {
    expect(Object.isFrozen(published('rsa'))).toBe(true);
  });
});
