import { describe, expect, it } from '@jest/globals';

import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import type { SigningAlgorithm } from '../algorithms.js';
import { InMemoryKeyRingStore } from '../ring/in-memory-key-ring.store.js';
import { type KeyRingContent, KeyRingStore } from '../ring/key-ring.store.js';
import { RingKeyProvider } from '../ring/ring-keys.js';
import { resolveKeySource } from './key-source.js';

const SECRET = 'a secret that is long enough, really';

const minimal = () => ({ store: new InMemoryKeyRingStore(), encryptionKey: SECRET });

async function resolved(ring: unknown, algorithm?: SigningAlgorithm) {
  const result = await resolveKeySource({ ring }, { environment: {}, algorithm });
  if ('problems' in result) return result.problems;
  return result.source.create(new RecordingDependencies());
}

async function providerOf(ring: unknown, algorithm?: SigningAlgorithm): Promise<RingKeyProvider> {
  const provider = await resolved(ring, algorithm);
  if (provider instanceof RingKeyProvider) return provider;
  throw new Error(`no provider, but ${String(provider)}`);
}

class BrokenStore extends KeyRingStore {
  override load = () => Promise.reject(new Error('redis://user:password@host'));
  override save = () => Promise.resolve(false);
}

class SlowStore extends InMemoryKeyRingStore {
  constructor(public failures: number) {
    super();
  }

  override load(): Promise<KeyRingContent> {
    if (this.failures === 0) return super.load();
    this.failures -= 1;
    return Promise.reject(new TypeError('too late'));
  }
}

describe('`keys.ring`', () => {
  it('fills in the periods, and two minutes in which instances read a change', async () => {
    const { policy } = await providerOf(minimal());
    expect(policy).toEqual({ rotateEvery: 7_776_000, publishLead: 86_520, retireLag: 86_520 });
  });

  it('makes keys for RS256', async () => {
    expect((await (await providerOf(minimal())).signer()).alg).toBe('RS256');
  });

  it('makes keys for `assertion.algorithm`', async () => {
    expect((await (await providerOf(minimal(), 'ES256')).signer()).alg).toBe('ES256');
  });

  it('makes keys for its own `algorithm`', async () => {
    const provider = await providerOf({ ...minimal(), algorithm: 'EdDSA' });
    expect((await provider.signer()).alg).toBe('EdDSA');
  });

  it.each([1, 2])('hears a store that does not answer at first (%p)', async (failures) => {
    const store = new SlowStore(failures);
    expect((await (await providerOf({ ...minimal(), store })).signer()).alg).toBe('RS256');
  });

  it('asks a store three times when it starts, and no more', async () => {
    const store = new SlowStore(3);
    expect(await resolved({ ...minimal(), store })).toEqual([
      '`keys.ring.store` cannot be used. The store of the key ring failed (TypeError).',
    ]);
    expect(store.failures).toBe(0);
  });

  it('opens what an application before it left', async () => {
    const options = { ...minimal(), algorithm: 'ES256' };
    const { kid } = await (await providerOf(options)).signer();
    expect((await (await providerOf(options)).signer()).kid).toBe(kid);
  });
});

describe('`keys.ring` refuses', () => {
  it.each<[string, () => unknown, string]>([
    ['no object', () => true, '`keys.ring` must be an object'],
    ['no store', () => ({ encryptionKey: SECRET }), '`keys.ring.store` must be a KeyRingStore'],
    [
      'half a store',
      () => ({ ...minimal(), store: { load: () => undefined } }),
      '`keys.ring.store` must be a KeyRingStore',
    ],
    [
      'no encryption key',
      () => ({ store: new InMemoryKeyRingStore() }),
      '`keys.ring.encryptionKey` must be at least 32 random characters',
    ],
    [
      'a short encryption key',
      () => ({ ...minimal(), encryptionKey: [SECRET, 'short'] }),
      '`keys.ring.encryptionKey` must be at least 32 random characters',
    ],
    [
      'an empty list of encryption keys',
      () => ({ ...minimal(), encryptionKey: [] }),
      '`keys.ring.encryptionKey` must be at least 32 random characters',
    ],
    [
      'a lead that is no number',
      () => ({ ...minimal(), publishLead: '1d' }),
      '`keys.ring.publishLead` must be a whole number, from 60 to 2592000',
    ],
    [
      'a lag below a minute',
      () => ({ ...minimal(), retireLag: 59 }),
      '`keys.ring.retireLag` must be a whole number, from 60',
    ],
    [
      'a key for more than a year',
      () => ({ ...minimal(), rotateEvery: 31_536_001 }),
      '`keys.ring.rotateEvery` must be a whole number, from 120 to 31536000',
    ],
    [
      'a rotation that is quicker than its lead and lag',
      () => ({ ...minimal(), rotateEvery: 86_400 }),
      '`keys.ring.rotateEvery` must be at least `publishLead` and `retireLag` together',
    ],
    [
      'small RSA keys',
      () => ({ ...minimal(), modulusLength: 1024 }),
      '`keys.ring.modulusLength` must be a whole number, from 2048 to 4096',
    ],
    [
      'an algorithm that is none',
      () => ({ ...minimal(), algorithm: 'HS256' }),
      '`keys.ring.algorithm` must be one of RS256',
    ],
    [
      'a misspelt name',
      () => ({ ...minimal(), rotateEvry: 1 }),
      '`keys.ring.rotateEvry` is unknown: did you mean `keys.ring.rotateEvery`?',
    ],
    [
      'a store that fails',
      () => ({ ...minimal(), store: new BrokenStore() }),
      '`keys.ring.store` cannot be used. The store of the key ring failed (Error).',
    ],
  ])('%s', async (_what, ring, problem) => {
    expect(await resolved(ring())).toEqual([expect.stringContaining(problem)]);
  });

  it('another algorithm than the assertion has', async () => {
    const problems = await resolved({ ...minimal(), algorithm: 'ES256' }, 'PS256');
    expect(problems).toEqual([
      '`keys.ring.algorithm` is "ES256", and `assertion.algorithm` another: leave one out',
    ]);
  });

  it('an encryption key that does not open what is in the store', async () => {
    const options = { ...minimal(), algorithm: 'ES256' };
    await (await providerOf(options)).signer();
    const problems = await resolved({ ...options, encryptionKey: `another ${SECRET}` });
    expect(problems).toEqual([expect.stringContaining('was encrypted with another')]);
  });

  it('several things at once, and quotes no secret', async () => {
    const problems = await resolved({ encryptionKey: 'hunter2', rotateEvery: 0 });
    expect(problems).toHaveLength(3);
    expect(String(problems)).not.toContain('hunter2');
  });
});
