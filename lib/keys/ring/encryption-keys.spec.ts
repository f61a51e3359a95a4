import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import { DAY, POLICY } from '../../../test/support/key-records.js';
import type { KeyUse } from '../public-jwk.js';
import { InMemoryKeyRingStore } from './in-memory-key-ring.store.js';
import { KeyRotationService } from './key-rotation.service.js';
import { PrivateKeySeal } from './private-key-seal.js';
import { RingKeyProvider } from './ring-keys.js';
import { StoredKeyRing } from './stored-key-ring.js';

let clock: FakeClock;
let store: InMemoryKeyRingStore;
let dependencies: RecordingDependencies;
let started: KeyRotationService[];

beforeEach(() => {
  clock = new FakeClock();
  store = new InMemoryKeyRingStore();
  dependencies = new RecordingDependencies(clock);
  started = [];
});

afterEach(() => Promise.all(started.map((service) => service.onApplicationShutdown())));

async function aRing(uses: readonly KeyUse[] = ['sig', 'enc']) {
  const ring = new StoredKeyRing({
    store,
    seal: new PrivateKeySeal('a secret that is long enough, really'),
    policy: POLICY,
    uses,
    algorithm: 'ES256',
    modulusLength: 2048,
  });
  const first = await ring.open((await ring.load()).keys);
  const provider = new RingKeyProvider(ring, first, dependencies);
  const service = new KeyRotationService(provider, clock);
  started.push(service);
  await service.onModuleInit();
  return { provider, service };
}

const published = async (provider: RingKeyProvider) =>
  (await provider.publicKeys()).filter(({ use }) => use === 'enc').map(({ kid }) => kid);
const opening = async (provider: RingKeyProvider) =>
  (await provider.decryptionKeys()).map(({ kid }) => kid);

describe('a ring with encryption keys', () => {
  it('publishes one beside the key that signs, and opens with it', async () => {
    const { provider } = await aRing();
    const [signing, encryption] = await provider.publicKeys();
    expect(signing).toMatchObject({ use: 'sig', alg: 'ES256' });
    expect(encryption).toMatchObject({ kty: 'RSA', use: 'enc', alg: 'RSA-OAEP-256' });
    expect(await opening(provider)).toEqual([encryption?.kid]);
  });

  it('publishes the next one when it takes over, and keeps the last one until nobody has it', async () => {
    const { provider, service } = await aRing();
    const [first = ''] = await published(provider);
    const { kid: next, unknownUntil } = await service.rotate({ use: 'enc' });
    expect(unknownUntil).toBeUndefined();
    expect(await published(provider)).toEqual([first]);
    expect(await opening(provider)).toEqual([first, next]);

    clock.advance(180);
    expect(await published(provider)).toEqual([next]);
    expect(await opening(provider)).toEqual([next, first]);

    clock.advance(POLICY.publishLead + POLICY.retireLag);
    await provider.refresh();
    expect(await opening(provider)).toEqual([next]);
  });

  it('tells of a key when it is published, and not before', async () => {
    const { provider, service } = await aRing();
    dependencies.told.length = 0;
    const { kid } = await service.rotate({ use: 'enc' });
    expect(dependencies.told).toEqual([]);
    clock.advance(180);
    await provider.refresh();
    expect(dependencies.told.filter((line) => line.endsWith(kid))).toEqual([
      `key.published ${kid}`,
      `key.activated ${kid}`,
    ]);
  });

  it('rotates by itself, each use on its own', async () => {
    const { provider, service } = await aRing();
    clock.advance(10 * DAY);
    await service.rotate({ use: 'sig' });
    const [first] = await published(provider);
    clock.advance(POLICY.rotateEvery - 10 * DAY);
    await provider.refresh();
    clock.advance(180);
    expect(await published(provider)).not.toEqual([first]);
  });

  it('puts another one in the place of one that is revoked, and opens nothing with that', async () => {
    const { provider, service } = await aRing();
    const [leaked = ''] = await published(provider);
    const { activeKid, unknownUntil } = await service.revoke(leaked);
    expect(await opening(provider)).toEqual([activeKid]);
    expect(await published(provider)).toEqual([activeKid]);
    expect(unknownUntil).toBe(clock.seconds() + POLICY.publishLead);
  });

  it('takes up a ring that has none yet', async () => {
    const { provider: before } = await aRing(['sig']);
    expect(await published(before)).toEqual([]);
    const { provider } = await aRing();
    expect(await published(provider)).toHaveLength(1);
    expect((await provider.signer()).kid).toBe((await before.signer()).kid);
  });

  it('leaves alone those that an application does not use', async () => {
    const { provider } = await aRing();
    const { provider: other } = await aRing(['sig']);
    expect(await published(other)).toEqual([]);
    expect(await opening(other)).toEqual([]);
    await other.refresh();
    expect((await store.load()).keys.filter(({ use }) => use === 'enc')).toHaveLength(1);
    expect(await published(provider)).toHaveLength(1);
  });

  it('says that there are none to rotate where they are switched off', async () => {
    const { service } = await aRing(['sig']);
    expect(await codeFrom(service.rotate({ use: 'enc' }))).toBe('invalid_options');
  });
});
