import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';

import { type KeyKind, keyPair, publicJwk } from '../../../../test/support/private-keys.js';
import { isSignedBy } from './signature.js';

const sign = (alg: string, kind: KeyKind) =>
  new SignJWT({ sub: 'x' }).setProtectedHeader({ alg }).sign(keyPair(kind).privateKey);

describe('isSignedBy', () => {
  it.each<[string, KeyKind]>([
    ['RS256', 'rsa'],
    ['PS256', 'rsa'],
    ['ES256', 'P-256'],
    ['ES384', 'P-384'],
    ['ES512', 'P-521'],
    ['EdDSA', 'ed25519'],
  ])('knows %s by a key of its kind, and by no other', async (alg, kind) => {
    const jwt = await sign(alg, kind);
    expect(isSignedBy(jwt, alg, { ...publicJwk(kind) })).toBe(true);
    expect(isSignedBy(jwt, alg, { ...publicJwk(kind, {}, 1) })).toBe(false);
    expect(isSignedBy(`${jwt.slice(0, -8)}AAAAAAAA`, alg, { ...publicJwk(kind) })).toBe(false);
    const another = kind === 'rsa' ? 'P-256' : 'rsa';
    expect(isSignedBy(jwt, alg, { ...publicJwk(another) })).toBe(false);
  });

  it.each([undefined, 'none', 'HS256', '__proto__'])('knows nothing by alg %j', async (alg) => {
    expect(isSignedBy(await sign('RS256', 'rsa'), alg, { ...publicJwk('rsa') })).toBe(false);
  });

  it.each(['', '.', 'a.b', 'a.b.c'])('takes %j for no signature', (jwt) => {
    expect(isSignedBy(jwt, 'RS256', { ...publicJwk('rsa') })).toBe(false);
  });

  it('takes what is no key for none', async () => {
    expect(isSignedBy(await sign('RS256', 'rsa'), 'RS256', { kty: 'RSA', n: 1 })).toBe(false);
  });
});
