import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import {
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  KeyProvider,
  type PublicJwk,
  type Signer,
} from 'nestjs-criipto-auth';

import { InMemoryKeyRingStore } from '../../lib/keys/ring/in-memory-key-ring.store.js';
import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { fakeDate } from '../support/fake-date.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { DAY } from '../support/key-records.js';
import { appsOn, type TestApp, testOptions } from '../support/test-app.js';

const SECRET = 'a secret that is long enough, really';

const algorithms = async ({ url }: TestApp): Promise<readonly string[]> => {
  // Of our own route.
  const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as {
    keys: { alg: string }[];
  };
  return keys.map(({ alg }) => alg);
};

afterEach(() => void jest.useRealTimers());

describe.each(HTTP_ADAPTERS)('options that the keys do not fit, on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  it('`assertion.algorithm` over a ring of RS256: logins work, by the old key and then by the new one', async () => {
    const store = new InMemoryKeyRingStore();
    const ring = { store, encryptionKey: SECRET };
    const before = await start({ options: { keys: { ring } } });
    expect((await before.logIn()).status).toBe(303);
    await before.app.close();

    const app = await start({ options: { keys: { ring }, assertion: { algorithm: 'ES256' } } });
    expect(await algorithms(app)).toEqual(['RS256', 'ES256']);
    expect((await app.logIn()).status).toBe(303);
    expect(app.log.text).toContain('signs RS256, and ES256 is asked for');
    const keys = app.app.get(KeyProvider);
    if (!(keys instanceof RingKeyProvider)) throw new Error('A ring makes a RingKeyProvider');
    expect((await keys.signer()).alg).toBe('RS256');

    fakeDate(Date.now() + (DAY + 150) * 1000);
    expect((await keys.signer()).alg).toBe('ES256');
    expect((await app.logIn()).status).toBe(303);
  });
});

describe('an application does not start', () => {
  const startWith = (options: Partial<CriiptoAuthOptions>) =>
    Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({
          ...testOptions('https://acme.criipto.id', 'https://app.example.com'),
          ...options,
        }),
      ],
    }).compile();

  it('with tokens that must be encrypted, over a ring that has no key for them yet', async () => {
    const ring = { store: new InMemoryKeyRingStore(), encryptionKey: SECRET };
    await (await (await startWith({ keys: { ring } })).init()).close();
    const asked = { keys: { ring: { ...ring, encryption: true } } };
    await expect(startWith({ ...asked, idToken: { decryption: 'required' } })).rejects.toThrow(
      'deploy `keys.ring.encryption` alone first',
    );
    await (await (await startWith(asked)).init()).close();
    const started = await startWith({ ...asked, idToken: { decryption: 'required' } });
    await started.close();
  });

  class Garbage extends KeyProvider {
    override signer(): Promise<Signer> {
      return Promise.resolve({ kid: 'a' } as Signer);
    }
    override publicKeys(): Promise<readonly PublicJwk[]> {
      return Promise.resolve([]);
    }
  }

  it.each([
    ['an instance', new Garbage()],
    ['a class', Garbage],
  ])('with a KeyProvider (%s) whose signer is none', async (_what, keys) => {
    await expect(startWith({ keys })).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining('What `signer()` of `keys` gives has no `sign`'),
    });
  });
});
