import { beforeEach, describe, expect, it } from '@jest/globals';

import { codeFrom } from '../../../test/support/code-of.js';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { RecordingStore } from '../../../test/support/recording-store.js';
import { BoundedStore } from '../../stores/bounded-store.js';
import { KeyValueStore } from '../../stores/key-value-store.js';
import { PollLeases } from './poll-leases.js';

let clock: FakeClock;
let store: RecordingStore;
let leases: PollLeases;
let told: unknown[];

beforeEach(() => {
  clock = new FakeClock();
  store = new RecordingStore(clock);
  told = [];
  leases = new PollLeases(store, (failure) => told.push(failure));
});

describe('a lease', () => {
  it('is held by one poller at a time', async () => {
    await leases.of('request-1').hold(60);
    expect(await codeFrom(leases.of('request-1').hold(60))).toBe('login_polled_elsewhere');
  });

  it('can be held on by who has it', async () => {
    const lease = leases.of('request-1');
    await lease.hold(60);
    clock.advance(50);
    await lease.hold(60);
    clock.advance(50);
    expect(await codeFrom(leases.of('request-1').hold(60))).toBe('login_polled_elsewhere');
  });

  it('of another login is another one', async () => {
    await leases.of('request-1').hold(60);
    await expect(leases.of('request-2').hold(60)).resolves.toBeUndefined();
  });

  it('is free at once when it is released', async () => {
    const lease = leases.of('request-1');
    await lease.hold(60);
    await lease.release();
    await expect(leases.of('request-1').hold(60)).resolves.toBeUndefined();
  });

  it('is free when its holder does not come back', async () => {
    await leases.of('request-1').hold(60);
    clock.advance(60);
    await expect(leases.of('request-1').hold(60)).resolves.toBeUndefined();
  });

  it('is taken again by who came too late for it, unless somebody else has it', async () => {
    const [late, quick] = [leases.of('request-1'), leases.of('request-1')];
    await late.hold(60);
    clock.advance(60);
    await late.hold(60);
    clock.advance(60);
    await quick.hold(60);
    expect(await codeFrom(late.hold(60))).toBe('login_polled_elsewhere');
  });

  it('is not released by who has lost it', async () => {
    const [late, quick] = [leases.of('request-1'), leases.of('request-1')];
    await late.hold(60);
    clock.advance(60);
    await quick.hold(60);
    await late.release();
    expect(await codeFrom(leases.of('request-1').hold(60))).toBe('login_polled_elsewhere');
  });

  it('is nobody any more when the login was completed', async () => {
    const lease = leases.of('request-1');
    await lease.hold(60);
    await lease.complete();
    await lease.release();
    expect(await codeFrom(leases.of('request-1').hold(60))).toBe('login_already_used');
  });

  it('shows nothing of the request to who reads the store', async () => {
    await leases.of('a secret request').hold(60);
    expect(store.written.join()).not.toContain('a secret request');
  });
});

describe('a lease whose store fails', () => {
  class BrokenStore extends KeyValueStore {
    private fail(): Promise<never> {
      return Promise.reject(new Error('somewhere, something secret'));
    }
    get = () => this.fail();
    set = () => this.fail();
    take = () => this.fail();
    putIfAbsent = () => this.fail();
    compareAndSet = () => this.fail();
  }
  const lease = () => {
    const broken = new BoundedStore(new BrokenStore(), 'transaction.store');
    return new PollLeases(broken, (failure) => told.push(failure)).of('request-1');
  };

  it('is not held', async () => {
    expect(await codeFrom(lease().hold(60))).toBe('store_unavailable');
  });

  it.each(['release', 'complete'] as const)('is told of at %s, which succeeds', async (method) => {
    await expect(lease()[method]()).resolves.toBeUndefined();
    expect(told).toMatchObject([
      {
        code: 'store_unavailable',
        message: '`transaction.store` did not answer (Error)',
      },
    ]);
  });
});
