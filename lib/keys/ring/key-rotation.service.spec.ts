import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { RecordingDependencies } from '../../../test/support/key-provider-dependencies.js';
import { DAY, POLICY } from '../../../test/support/key-records.js';
import { GeneratedKeyProvider } from '../sources/generate.js';
import { InMemoryKeyRingStore } from './in-memory-key-ring.store.js';
import { KeyRotationService } from './key-rotation.service.js';
import { PrivateKeySeal } from './private-key-seal.js';
import { RingKeyProvider } from './ring-keys.js';
import { StoredKeyRing } from './stored-key-ring.js';

let clock: FakeClock;
let dependencies: RecordingDependencies;
let provider: RingKeyProvider;
let rotation: KeyRotationService;

beforeEach(async () => {
  clock = new FakeClock();
  dependencies = new RecordingDependencies(clock);
  const ring = new StoredKeyRing({
    store: new InMemoryKeyRingStore(),
    seal: new PrivateKeySeal(false),
    policy: POLICY,
    uses: ['sig'],
    algorithm: 'ES256',
    modulusLength: 2048,
  });
  provider = new RingKeyProvider(ring, await ring.open([]), dependencies);
  rotation = new KeyRotationService(provider, clock);
  await rotation.onModuleInit();
});

afterEach(() => rotation.onApplicationShutdown());

const active = async () => (await provider.signer()).kid;
const published = async () => (await provider.publicKeys()).map(({ kid }) => kid);

describe('KeyRotationService', () => {
  it('lists the keys without their material', async () => {
    const now = clock.seconds();
    expect(await rotation.list()).toEqual([
      {
        kid: await active(),
        use: 'sig',
        alg: 'ES256',
        state: 'active',
        createdAt: now,
        activatesAt: now,
        publishedUntil: undefined,
        revokedAt: undefined,
      },
    ]);
  });

  it('rotates after the lead, which the provider needs', async () => {
    clock.advance(10 * DAY);
    const before = await active();
    const { kid, activatesAt, unknownUntil } = await rotation.rotate();
    expect([activatesAt, unknownUntil]).toEqual([clock.seconds() + DAY, undefined]);
    expect(await active()).toBe(before);
    expect(await published()).toEqual([before, kid]);
    clock.advance(DAY);
    expect(await active()).toBe(kid);
  });

  it('rotates once, however often it is asked to', async () => {
    const { kid } = await rotation.rotate();
    expect((await rotation.rotate()).kid).toBe(kid);
    expect(await rotation.list()).toHaveLength(2);
  });

  it('rotates at once by force, and says what the provider may not know', async () => {
    clock.advance(10 * DAY);
    const before = await active();
    const { kid, unknownUntil } = await rotation.rotate({ force: true });
    expect(unknownUntil).toBe(clock.seconds() + DAY);
    expect(await active()).toBe(kid);
    expect(await published()).toEqual([kid, before]);
  });

  it('revokes: the key before signs again while it is published', async () => {
    clock.advance(10 * DAY);
    const before = await active();
    const { kid } = await rotation.rotate({ force: true });
    clock.advance(60);
    expect(await rotation.revoke(kid)).toEqual({
      kid,
      activeKid: before,
      acceptedUntil: clock.seconds() + DAY,
      unknownUntil: undefined,
    });
    expect(await published()).toEqual([before]);
    expect(dependencies.told).toContain(`key.revoked ${kid}`);
  });

  it('revokes: a key that left the published ones never comes back', async () => {
    const before = await active();
    const { kid } = await rotation.rotate();
    // Nobody has looked after the ring since its lag passed: the key is still in the store.
    clock.advance(3 * DAY);
    const { activeKid, unknownUntil } = await rotation.revoke(kid);
    expect([before, kid]).not.toContain(activeKid);
    expect(unknownUntil).toBe(clock.seconds() + DAY);
    expect(await published()).toEqual([activeKid]);
  });

  it('revokes: the next key signs, its lead over or not', async () => {
    const before = await active();
    const { kid } = await rotation.rotate();
    const { activeKid, unknownUntil } = await rotation.revoke(before);
    expect([activeKid, unknownUntil]).toEqual([kid, clock.seconds() + DAY]);
    expect([await active(), await published()]).toEqual([kid, [kid]]);
  });

  it('revokes the only key, and makes another', async () => {
    const before = await active();
    const { activeKid } = await rotation.revoke(before);
    expect(activeKid).not.toBe(before);
    expect(await published()).toEqual([activeKid]);
  });

  it('revokes once', async () => {
    const before = await active();
    const first = await rotation.revoke(before);
    clock.advance(60);
    expect(await rotation.revoke(before)).toEqual(first);
    expect((await rotation.list()).map(({ state }) => state)).toEqual(['active', 'revoked']);
  });

  it('refuses to revoke what is not there', async () => {
    expect(await codeFrom(rotation.revoke('nothing'))).toBe('key_invalid');
  });

  it('has nothing to rotate without a ring', async () => {
    const none = new KeyRotationService(new GeneratedKeyProvider(), clock);
    await none.onModuleInit();
    expect(await codeFrom(none.rotate())).toBe('invalid_options');
    expect(await codeFrom(none.revoke('any'))).toBe('invalid_options');
    expect(await codeFrom(none.list())).toBe('invalid_options');
    await none.onApplicationShutdown();
  });
});
