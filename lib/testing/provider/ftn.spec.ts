import { describe, expect, it } from '@jest/globals';

import { publicJwk } from '../../../test/support/private-keys.js';
import type { FakeClient } from '../model/fake-client.js';
import { forFtn } from './ftn.js';

const SIG = publicJwk('rsa3072', { use: 'sig', kid: 'sig-1' });
const ENC = publicJwk('rsa3072', { use: 'enc', kid: 'enc-1' }, 1);
const CLIENT: FakeClient = {
  clientId: 'urn:my:application',
  redirectUris: ['http://localhost:4000/cb'],
  jwks: { keys: [SIG, ENC] },
  ftn: true,
};

describe('forFtn', () => {
  it('switches on all that is demanded', () => {
    expect(forFtn(CLIENT)).toMatchObject({
      signedRequests: 'required',
      idTokenEncryption: { alg: 'RSA-OAEP-256', enc: 'A256GCM' },
      userinfo: 'signedAndEncrypted',
    });
  });

  it('leaves other clients alone', () => {
    const { ftn: _ftn, ...other } = CLIENT;
    expect(forFtn(other)).toBe(other);
  });

  it.each<[string, Partial<FakeClient>]>([
    ['it has a client secret', { clientSecret: 'a secret' }],
    ['it has no key that signs', { jwks: { keys: [ENC] } }],
    ['it has no key with "use": "enc"', { jwks: { keys: [SIG] } }],
    [
      'its keys are not RSA of 3072 bits',
      { jwks: { keys: [publicJwk('rsa', { kid: 'a' }), ENC] } },
    ],
    [
      'its keys are not RSA of 3072 bits',
      { jwks: { keys: [publicJwk('P-256', { kid: 'a' }), ENC] } },
    ],
    ['a key has no kid', { jwks: { keys: [{ ...SIG, kid: undefined }, ENC] } }],
    ['one key signs and encrypts', { jwks: { keys: [SIG, { ...SIG, use: 'enc', kid: 'b' }] } }],
  ])('refuses a client: %s', (problem, lacking) => {
    expect(() => forFtn({ ...CLIENT, ...lacking })).toThrow(
      `urn:my:application is not ready for the Finnish Trust Network: ${problem}`,
    );
  });

  it('refuses a client whose keys are somewhere else', () => {
    const { jwks: _jwks, ...client } = CLIENT;
    expect(() => forFtn({ ...client, jwksUri: 'http://localhost:4000/jwks' })).toThrow(
      'its keys are not static',
    );
  });
});
