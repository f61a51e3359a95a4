import { beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, InMemoryKeyRingStore, KeyProvider, KeyRotationService } from 'nestjs-criipto-auth';
import type { KeyRingContent } from 'nestjs-criipto-auth/keys';

import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { FakeClock } from '../support/fake-clock.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { DAY } from '../support/key-records.js';
import { appsOn, type TestApp } from '../support/test-app.js';

/** What the library adds to the lead. */
const SETTLING = 120;

/** A store that is away when it is told to be. */
class FlakyStore extends InMemoryKeyRingStore {
  isAway = false;

  override load(): Promise<KeyRingContent> {
    return this.isAway ? Promise.reject(new Error('away')) : super.load();
  }
}

describe.each(HTTP_ADAPTERS)('our JWKS on %s', (_name, adapter) => {
  const start = appsOn(adapter);
  let jwks: string;
  beforeAll(async () => {
    jwks = `${(await start()).url}/.well-known/jwks.json`;
  });

  it('holds the public members of the key, and no other', async () => {
    const response = await fetch(jwks);
    expect(response.headers.get('content-type')).toBe('application/jwk-set+json');
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
    expect(keys[0]).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
  });

  it('says 304 to who has it', async () => {
    const etag = (await fetch(jwks)).headers.get('etag') ?? '';
    const again = await fetch(jwks, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await fetch(jwks, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('answers HEAD without a body', async () => {
    const head = await fetch(jwks, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('etag')).toMatch(/^"/);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
    const response = await fetch(jwks, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  describe('of a ring', () => {
    const startOn = (store: FlakyStore, clock: Clock) =>
      start({
        options: { keys: { ring: { store, encryptionKey: false, algorithm: 'ES256' } } },
        build: (builder) => builder.overrideProvider(Clock).useValue(clock),
      });
    /** What a provider sees of it, and for how long it may keep that. */
    async function seenAt({ url }: TestApp) {
      const response = await fetch(`${url}/.well-known/jwks.json`);
      const { headers } = response;
      return [await response.text(), headers.get('etag'), headers.get('cache-control')];
    }
    /** What its timer does once a minute. */
    async function refresh({ app }: TestApp): Promise<void> {
      const keys = app.get(KeyProvider);
      if (keys instanceof RingKeyProvider) await keys.refresh();
    }

    it('is the same at every instance, from one change to the next', async () => {
      const [store, clock] = [new FlakyStore(), new FakeClock()];
      const [one, other] = [await startOn(store, clock), await startOn(store, clock)];
      const moments = [0, 89 * DAY - SETTLING, 90 * DAY, 91 * DAY + SETTLING];
      const start = clock.seconds();
      const seen = [];
      for (const moment of moments) {
        clock.advance(start + moment - clock.seconds());
        for (const app of [one, other]) await refresh(app);
        seen.push(await seenAt(one));
        expect(await seenAt(other)).toEqual(seen.at(-1));
      }
      expect(new Set(seen.map(([, etag]) => etag)).size).toBe(moments.length);
    });

    it('may be kept for less time as a change comes near, and for a minute at least', async () => {
      const clock = new FakeClock();
      const app = await startOn(new FlakyStore(), clock);
      const ages = [];
      for (const wait of [0, 89 * DAY - SETTLING - 1800, 1200, 595]) {
        clock.advance(wait);
        ages.push((await seenAt(app))[2]);
      }
      expect(ages).toEqual([3600, 1800, 600, 60].map((age) => `public, max-age=${age}`));
    });

    it('is served from memory while the store is away, and so is the next key in time', async () => {
      const [store, clock] = [new FlakyStore(), new FakeClock()];
      const app = await startOn(store, clock);
      const { kid } = await app.app.get(KeyRotationService).rotate();
      expect(app.log.text).toContain(`The key ${kid} is published`);
      const [before] = await seenAt(app);
      store.isAway = true;
      expect((await seenAt(app))[0]).toBe(before);
      clock.advance(DAY + SETTLING);
      expect(JSON.parse((await seenAt(app))[0] ?? '')).toMatchObject({ keys: [{ kid }, {}] });
    });
  });
});
