import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { privateJwk } from '../../../test/support/private-keys.js';
import {
  problemsOf,
  resolveWritten,
  SECRET,
  type Written,
} from '../../../test/support/written-options.js';
import { type DecryptionKey, KeyProvider } from '../../keys/key-provider.js';
import { InMemoryKeyRingStore } from '../../keys/ring/in-memory-key-ring.store.js';
import type { Signer } from '../../keys/signer.js';
import { InMemoryStore } from '../../stores/in-memory-store.js';

const SIG = privateJwk('rsa3072', { use: 'sig', kid: 'sig-1' });
const ENC = privateJwk('rsa3072', { use: 'enc', kid: 'enc-1' }, 1);
const having = (...keys: object[]) => ({ jwks: { keys } });
const FTN = { ftn: true, keys: having(SIG, ENC) };

const problems = (written: Written) => problemsOf(resolveWritten({ ...FTN, ...written }));

describe('`ftn` switches on', () => {
  it('all that is demanded', async () => {
    expect(await resolveWritten(FTN)).toMatchObject({
      ftn: true,
      login: { signedRequest: true },
      idToken: { decryption: 'required' },
      userInfo: false,
    });
  });

  it('encryption of the userinfo that was asked for', async () => {
    const { userInfo } = await resolveWritten({ ...FTN, userInfo: 'required' });
    expect(userInfo).toBe('signedAndEncrypted');
  });

  it.each<Written>([
    { login: { signedRequest: true } },
    { login: { signedRequest: undefined } },
    { idToken: { decryption: 'required' } },
    { userInfo: 'signedAndEncrypted' },
    { userInfo: false },
  ])('nothing else than %j says', async (written) => {
    expect(await problems(written)).toEqual([]);
  });

  it('nothing when it is false', async () => {
    expect(await resolveWritten({ ftn: false })).toMatchObject({
      ftn: false,
      login: { signedRequest: false },
      idToken: { decryption: false },
    });
  });
});

describe('`ftn` refuses', () => {
  it.each<[Written, string]>([
    [{ login: { signedRequest: false } }, '`login.signedRequest` cannot be false with `ftn`'],
    [{ idToken: { decryption: false } }, '`idToken.decryption` cannot be false with `ftn`'],
    [{ userInfo: 'signed' }, '`userInfo` must be "signedAndEncrypted" with `ftn`, or false'],
    [{ clientSecret: 'a secret' }, '`clientSecret` cannot be used with `ftn`'],
    [{ ftn: 'yes' }, '`ftn` must be true or false'],
  ])('%j', async (written, problem) => {
    expect(await problems(written)).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[string, object, string]>([
    ['no key to decrypt with', having(SIG), '`keys` has no key for tokens that are encrypted'],
    [
      'a key to decrypt with that is for another algorithm',
      having(SIG, { ...ENC, alg: 'RSA-OAEP' }),
      '`keys` has no key for tokens that are encrypted',
    ],
    [
      'a small key to sign with',
      having(privateJwk('rsa', { kid: 'small' }), ENC),
      '`keys` signs with "small", which has 2048 bits, and 3072 are needed',
    ],
    [
      'a small key to decrypt with',
      having(SIG, privateJwk('rsa', { use: 'enc', kid: 'small' })),
      '`keys` decrypts with "small", which has 2048 bits, and 3072 are needed',
    ],
    [
      'a key to sign with that is not RSA',
      having(privateJwk('P-256', { kid: 'ec' }), ENC),
      '`keys` signs with "ec", which is no RSA key',
    ],
    [
      'one key for both',
      having(SIG, { ...SIG, use: 'enc', kid: 'enc-1' }),
      '`keys` signs and decrypts with one key, and `ftn` needs two',
    ],
    ['keys of today', { generate: 'development' }, '`keys.generate` makes keys by itself'],
    [
      'keys that rotate',
      { ring: { store: new InMemoryKeyRingStore(), encryptionKey: false, encryption: true } },
      '`keys.ring` makes keys by itself',
    ],
  ])('%s', async (_, keys, problem) => {
    expect(await problems({ keys })).toEqual([expect.stringContaining(problem)]);
  });

  it('everything at once, each with what to write instead', async () => {
    const found = await problems({
      keys: having(privateJwk('rsa', { kid: 'small' })),
      login: { signedRequest: false },
      idToken: { decryption: false },
      userInfo: 'signed',
      clientSecret: 'a secret',
      baseUrl: 'http://app.example.com',
    });
    expect(found).toHaveLength(7);
    expect(found.every((problem) => /: |must/.test(problem))).toBe(true);
    expect(String(found)).not.toContain('a secret');
  });
});

/** Keys that are somewhere else. */
class KeysElsewhere extends KeyProvider {
  constructor(private readonly keys: () => Promise<readonly DecryptionKey[]>) {
    super();
  }

  override signer(): Promise<Signer> {
    const { n, e } = privateJwk('rsa3072');
    const publicJwk = { kty: 'RSA', kid: 'hsm-1', use: 'sig', alg: 'RS256', n, e } as const;
    return Promise.resolve({
      kid: 'hsm-1',
      alg: 'RS256',
      publicJwk: publicJwk as Signer['publicJwk'],
      sign: () => Promise.reject(new Error('asked to sign')),
    });
  }

  override publicKeys(): Promise<[]> {
    return Promise.resolve([]);
  }

  override decryptionKeys(): Promise<readonly DecryptionKey[]> {
    return this.keys();
  }
}

describe('`ftn` and keys of a provider', () => {
  it('are looked at, for an instance', async () => {
    const keys = new KeysElsewhere(() => Promise.resolve([]));
    expect(await problems({ keys })).toEqual([
      expect.stringContaining('`keys` has no key for tokens that are encrypted'),
    ]);
  });

  it('are left alone while they cannot be had', async () => {
    const keys = new KeysElsewhere(() => Promise.reject(new Error('HSM')));
    expect(await problems({ keys })).toEqual([]);
  });

  it('are for Nest to make first, for a class', async () => {
    expect(await problems({ keys: KeysElsewhere })).toEqual([]);
  });
});

describe('encrypted tokens without `ftn`', () => {
  const encrypted = (keys: unknown, written: Written = { idToken: { decryption: 'required' } }) =>
    problemsOf(resolveWritten({ ...written, keys }));
  const ring = (encryption?: boolean) => ({
    ring: { store: new InMemoryKeyRingStore(), encryptionKey: false, encryption },
  });

  it.each<[string, unknown]>([
    ['two keys', having(privateJwk('P-256'), privateJwk('rsa', { use: 'enc' }))],
    ['a ring that makes both', ring(true)],
  ])('are fine with %s', async (_, keys) => {
    expect(await encrypted(keys)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a key that signs', having(privateJwk('rsa')), '`keys` has no key for tokens'],
    ['a key of today', { generate: 'development' }, '`keys` has no key for tokens'],
    ['a ring that signs', ring(), '`keys.ring.encryption` must be true'],
  ])('are not with %s alone', async (_, keys, problem) => {
    expect(await encrypted(keys)).toEqual([expect.stringContaining(problem)]);
  });

  it('are no hints at logout', async () => {
    const store = new InMemoryStore(new FakeClock());
    const written = {
      session: { secret: SECRET, store },
      idToken: { decryption: 'required' },
      logout: { idTokenHint: true },
    };
    const keys = having(privateJwk('P-256'), privateJwk('rsa', { use: 'enc' }));
    expect(await encrypted(keys, written)).toEqual([
      '`logout.idTokenHint` cannot be used with encrypted ID tokens: what they hide would stand in the address of the logout',
    ]);
  });

  it('are so too when userinfo is what is encrypted', async () => {
    const written = { userInfo: 'signedAndEncrypted' };
    expect(await encrypted(having(privateJwk('rsa')), written)).toHaveLength(1);
  });
});
