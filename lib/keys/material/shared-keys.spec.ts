import { describe, expect, it } from '@jest/globals';

import { publicJwk } from '../../../test/support/private-keys.js';
import { toPublicJwk } from '../public-jwk.js';
import { sharedKeyProblems } from './shared-keys.js';

const SIGNS = toPublicJwk(publicJwk('rsa', { kid: 'signs', use: 'sig', alg: 'RS256' }));
const OPENS = toPublicJwk(publicJwk('rsa', { kid: 'opens', use: 'enc', alg: 'RSA-OAEP-256' }));
const OTHER = toPublicJwk(publicJwk('P-256', { kid: 'other', use: 'sig', alg: 'ES256' }));

describe('sharedKeyProblems', () => {
  it('says nothing of a key for each use', () => {
    expect(sharedKeyProblems([OTHER, OPENS], 'a', new Map())).toEqual([]);
  });

  it('names a key that signs and decrypts', () => {
    expect(sharedKeyProblems([SIGNS, OTHER, OPENS], 'a', new Map())).toEqual([
      'The key opens both signs and decrypts: make one key for each use',
    ]);
  });

  it('names a key of two clients', () => {
    const owners = new Map<string, string>();
    expect(sharedKeyProblems([SIGNS], 'a', owners)).toEqual([]);
    expect(sharedKeyProblems([OTHER, SIGNS], 'b', owners)).toEqual([
      'The key signs proves b and a: make one key for each client',
    ]);
  });

  it('says nothing of a client that starts twice', () => {
    const owners = new Map<string, string>();
    sharedKeyProblems([SIGNS], 'a', owners);
    expect(sharedKeyProblems([SIGNS], 'a', owners)).toEqual([]);
  });
});
