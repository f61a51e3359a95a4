import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HealthIndicatorService } from '@nestjs/terminus';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { FakeClock } from '../../test/support/fake-clock.js';
import { FaultyStore } from '../../test/support/faulty-store.js';
import { RecordingDependencies } from '../../test/support/key-provider-dependencies.js';
import { DAY, POLICY } from '../../test/support/key-records.js';
import { SESSION_SECRET } from '../../test/support/test-app.js';
import { KeyProvider } from '../keys/key-provider.js';
import { InMemoryKeyRingStore } from '../keys/ring/in-memory-key-ring.store.js';
import { KeyRotationService } from '../keys/ring/key-rotation.service.js';
import { PrivateKeySeal } from '../keys/ring/private-key-seal.js';
import { RingKeyProvider } from '../keys/ring/ring-keys.js';
import { StoredKeyRing } from '../keys/ring/stored-key-ring.js';
import type { CriiptoAuthOptions } from '../options/criipto-auth-options.js';
import { CriiptoAuthHealthIndicator } from './criipto-auth.health.js';

class NoKeys extends KeyProvider {
  override signer(): Promise<never> {
    return Promise.reject(new Error('where it is, is nobody else’s business'));
  }
  override publicKeys(): Promise<never> {
    return this.signer();
  }
}

class FailingRingStore extends InMemoryKeyRingStore {
  isFailing = false;

  override async load() {
    if (this.isFailing) throw new Error('down');
    return super.load();
  }
}

function indicatorOf(
  { options, client, clock, keys }: Application,
  provider: KeyProvider = keys,
): CriiptoAuthHealthIndicator {
  return new CriiptoAuthHealthIndicator(
    new HealthIndicatorService(),
    client,
    provider,
    new KeyRotationService(provider, clock),
    options,
    clock,
  );
}

afterEach(stopApplications);

describe('the health of the keys', () => {
  it('names the key, whose age nobody knows', async () => {
    const app = await startApplication();
    const { kid } = await app.keys.signer();
    expect(await indicatorOf(app).keys()).toEqual({ keys: { status: 'up', kid, alg: 'RS256' } });
  });

  it('is down when no login can work with the key, and says why', async () => {
    const app = await startApplication();
    const { options } = await startApplication({ assertion: { algorithm: 'PS256' } });
    const indicator = new CriiptoAuthHealthIndicator(
      new HealthIndicatorService(),
      app.client,
      app.keys,
      new KeyRotationService(app.keys, app.clock),
      options,
      app.clock,
    );
    expect(await indicator.keys()).toEqual({
      keys: {
        status: 'down',
        code: 'key_invalid',
        problems: [expect.stringContaining('and `assertion.algorithm` is PS256')],
      },
    });
  });

  it('is down without a key, and says no more', async () => {
    const app = await startApplication();
    expect(await indicatorOf(app, new NoKeys()).keys('our keys')).toEqual({
      'our keys': { status: 'down', code: 'key_unavailable' },
    });
  });
});

describe('the health of a ring of keys', () => {
  let app: Application;
  let clock: FakeClock;
  let store: FailingRingStore;
  let ring: RingKeyProvider;
  let indicator: CriiptoAuthHealthIndicator;

  beforeEach(async () => {
    app = await startApplication();
    clock = app.clock;
    store = new FailingRingStore();
    const stored = new StoredKeyRing({
      store,
      seal: new PrivateKeySeal(false),
      policy: { ...POLICY, rotateEvery: 1000 * DAY },
      uses: ['sig'],
      algorithm: 'ES256',
      modulusLength: 2048,
    });
    ring = new RingKeyProvider(stored, await stored.open([]), new RecordingDependencies(clock));
    await ring.start();
    indicator = indicatorOf(app, ring);
  });
  afterEach(() => ring.stop());

  it('has the age of the key and when the next one takes over', async () => {
    clock.advance(DAY);
    expect(await indicator.keys()).toMatchObject({
      keys: { status: 'up', alg: 'ES256', age: DAY, rotatesIn: 999 * DAY },
    });
  });

  it('is degraded while the key is not as the options ask, which it says', async () => {
    await ring.stop();
    const stored = new StoredKeyRing({
      store,
      seal: new PrivateKeySeal(false),
      policy: POLICY,
      uses: ['sig'],
      algorithm: 'EdDSA',
      modulusLength: 2048,
    });
    const { keys } = await stored.load();
    ring = new RingKeyProvider(stored, await stored.open(keys), new RecordingDependencies(clock));
    await ring.start();
    expect(await indicatorOf(app, ring).keys()).toMatchObject({
      keys: {
        status: 'degraded',
        alg: 'ES256',
        asked: 'EdDSA',
        rotatesIn: POLICY.publishLead,
        problems: [expect.stringContaining('signs ES256, and EdDSA is asked for')],
      },
    });
  });

  it('is degraded when the key is too old', async () => {
    clock.advance(292 * DAY);
    const { keys } = await indicator.keys();
    expect(keys?.status).toBe('degraded');
    expect(keys?.['problems']).toEqual([expect.stringContaining('292 days')]);
  });

  it('is degraded while the store of the ring fails, for the keys are at hand', async () => {
    await ring.stop();
    store.isFailing = true;
    await expect(ring.start()).resolves.toBeUndefined();
    expect(await indicator.keys()).toMatchObject({
      keys: { status: 'degraded', problems: [expect.stringContaining('stay as they were')] },
    });
  });
});

describe('the health of the stores', () => {
  const health = async (written: Partial<CriiptoAuthOptions>) =>
    indicatorOf(await startApplication(written)).store();

  it('is up where there is none', async () => {
    expect(await health({})).toEqual({ store: { status: 'up', stores: [] } });
  });

  it('writes to one that is named twice, once', async () => {
    const store = new FaultyStore(new FakeClock());
    const written = { session: { secret: SESSION_SECRET, store }, transaction: { store } };
    expect(await health(written)).toEqual({
      store: { status: 'up', stores: ['transaction.store'] },
    });
    expect(store.calls).toEqual(['set']);
  });

  it('is down when one of two cannot be written to, and names it', async () => {
    const clock = new FakeClock();
    const [good, bad] = [new FaultyStore(clock), new FaultyStore(clock)];
    bad.fail('set');
    const written = {
      session: { secret: SESSION_SECRET, store: bad },
      transaction: { store: good },
    };
    expect(await health(written)).toEqual({
      store: { status: 'down', code: 'store_unavailable', failed: ['session.store'] },
    });
  });
});
