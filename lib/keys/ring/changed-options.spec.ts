import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../test/support/fake-clock.js';
import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import { DAY, POLICY } from '../../../test/support/key-records.js';
import type { SigningAlgorithm } from '../algorithms.js';
import type { KeyUse } from '../public-jwk.js';
import { InMemoryKeyRingStore } from './in-memory-key-ring.store.js';
import { PrivateKeySeal } from './private-key-seal.js';
import { RingKeyProvider } from './ring-keys.js';
import { StoredKeyRing } from './stored-key-ring.js';

const MINUTE = 60;

interface Options {
  readonly algorithm?: SigningAlgorithm;
  readonly modulusLength?: number;
  readonly uses?: readonly KeyUse[];
}

let clock: FakeClock;
let store: InMemoryKeyRingStore;
let running: RingKeyProvider[];

beforeEach(() => {
  clock = new FakeClock();
  store = new InMemoryKeyRingStore();
  running = [];
});

afterEach(() => Promise.all(running.map((provider) => provider.stop())));

/** An instance that is started with these options, on the ring that others left. */
async function anInstance({ algorithm = 'ES256', modulusLength = 2048, uses = ['sig'] }: Options) {
  const ring = new StoredKeyRing({
    store,
    seal: new PrivateKeySeal(false),
    policy: POLICY,
    uses,
    algorithm,
    modulusLength,
  });
  const dependencies = new RecordingDependencies(clock);
  const provider = new RingKeyProvider(
    ring,
    await ring.open((await ring.load()).keys),
    dependencies,
  );
  running.push(provider);
  await provider.start();
  return { provider, problems: dependencies.problems };
}

const algOf = async (provider: RingKeyProvider) => (await provider.signer()).alg;
const published = async (provider: RingKeyProvider) =>
  (await provider.publicKeys()).map(({ use, alg }) => `${use} ${alg}`);

async function after(seconds: number, ...providers: readonly RingKeyProvider[]): Promise<void> {
  clock.advance(seconds);
  for (const provider of providers) await provider.refresh();
}

describe('a ring whose `algorithm` was changed', () => {
  beforeEach(() => anInstance({ algorithm: 'RS256' }));

  it('publishes a key that fits at once, and signs with the one that is known meanwhile', async () => {
    clock.advance(DAY);
    const { provider, problems } = await anInstance({ algorithm: 'ES256' });
    const { kid } = await provider.signer();
    expect(await published(provider)).toEqual(['sig RS256', 'sig ES256']);
    expect(await algOf(provider)).toBe('RS256');
    expect(problems).toEqual([
      `The key ${kid} signs RS256, and ES256 is asked for: it is used until one that fits was published for long enough`,
    ]);
    expect(provider.status().keys[0]?.misfit).toBe(problems[0]);
  });

  it('signs with the new one when that has had its lead, and not before', async () => {
    clock.advance(DAY);
    const { provider } = await anInstance({ algorithm: 'ES256' });
    await after(POLICY.publishLead - 1, provider);
    expect(await algOf(provider)).toBe('RS256');
    await after(1, provider);
    expect(await algOf(provider)).toBe('ES256');
    expect(provider.status().keys[0]?.misfit).toBeUndefined();
    await after(POLICY.retireLag, provider);
    expect(await published(provider)).toEqual(['sig ES256']);
  });

  it('tells of it once, and makes one key, however often it looks', async () => {
    const { provider, problems } = await anInstance({ algorithm: 'ES256' });
    for (let look = 0; look < 10; look += 1) await after(MINUTE, provider);
    expect(problems).toHaveLength(1);
    expect((await store.load()).keys).toHaveLength(2);
  });

  it('makes one key in one lead while old instances are asked for the old one', async () => {
    const old = running[0] as RingKeyProvider; // of beforeEach
    const { provider } = await anInstance({ algorithm: 'ES256' });
    for (let look = 0; look < 10; look += 1) await after(MINUTE, old, provider);
    expect((await store.load()).keys.map(({ alg }) => alg)).toEqual(['RS256', 'ES256']);
  });

  it('waits for a key that is about to take over, and makes the next one then', async () => {
    const old = running[0] as RingKeyProvider; // of beforeEach
    await after(POLICY.rotateEvery - POLICY.publishLead, old);
    await old.stop();
    const { provider } = await anInstance({ algorithm: 'ES256' });
    expect(await published(provider)).toEqual(['sig RS256', 'sig RS256']);
    await after(POLICY.publishLead, provider);
    expect(await published(provider)).toEqual(['sig RS256', 'sig ES256', 'sig RS256']);
    await after(POLICY.publishLead, provider);
    expect(await algOf(provider)).toBe('ES256');
  });
});

describe('a ring whose `modulusLength` was', () => {
  const sizes = async (provider: RingKeyProvider) =>
    (await provider.publicKeys()).map(({ n = '' }) => 8 * Buffer.from(n, 'base64url').length);

  it('raised, gets a longer key with its lead', async () => {
    await anInstance({ algorithm: 'RS256' });
    const { provider, problems } = await anInstance({ algorithm: 'RS256', modulusLength: 3072 });
    expect(problems).toEqual([expect.stringContaining('has 2048 bits, and 3072 are asked for')]);
    expect(await sizes(provider)).toEqual([2048, 3072]);
    await after(POLICY.publishLead, provider);
    expect(await sizes(provider)).toEqual([3072, 2048]);
  }, 30_000);

  it('lowered, keeps the longer one', async () => {
    await anInstance({ algorithm: 'RS256', modulusLength: 3072 });
    const { provider, problems } = await anInstance({ algorithm: 'RS256' });
    expect(await sizes(provider)).toEqual([3072]);
    expect(problems).toEqual([]);
  }, 30_000);
});

it('a ring whose `encryption` was switched on has a key for that at once', async () => {
  await anInstance({});
  const { provider } = await anInstance({ uses: ['sig', 'enc'] });
  expect(await published(provider)).toEqual(['sig ES256', 'enc RSA-OAEP-256']);
});
