import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  Clock,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  FileKeyRingStore,
  InMemoryStore,
  KeyProvider,
  KeyRotationService,
  SystemClock,
} from 'nestjs-criipto-auth';
import type { StoredKey } from 'nestjs-criipto-auth/keys';

import { RingKeyProvider } from '../../lib/keys/ring/ring-keys.js';
import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { appsOn, type TestApp, testOptions } from '../support/test-app.js';
import { WrongClock } from '../support/wrong-clock.js';

const SESSION = 'criipto-session';
const RING = { encryptionKey: 'a secret that is long enough, really', algorithm: 'ES256' } as const;

@Controller()
@UseGuards(CriiptoAuthGuard)
class Me {
  @Get('me')
  me() {
    return 'in';
  }
}

/** A store whose server takes what it is asked, and never answers. */
class SilentStore extends InMemoryStore {
  override putIfAbsent(): Promise<never> {
    return new Promise(() => undefined);
  }
}

/** A file on a disk that becomes full, or read-only. */
class FileOnBadDisk extends FileKeyRingStore {
  trouble: 'ENOSPC' | 'EROFS' | undefined;

  override save(expectedVersion: string, keys: readonly StoredKey[]): Promise<boolean> {
    if (this.trouble === undefined) return super.save(expectedVersion, keys);
    return Promise.reject(Object.assign(new Error('cannot write'), { code: this.trouble }));
  }
}

describe.each(HTTP_ADAPTERS)('while our own side is out of order, on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [Me] });
  const isLoggedIn = async (browser: Browser, { url }: TestApp) =>
    (await browser.fetch(`${url}/me`)).status === 200;
  const published = async ({ url }: TestApp) =>
    (await fetch(`${url}/.well-known/jwks.json`)).text();

  describe('our clock', () => {
    const startAt = (ahead: number) =>
      start({
        build: (builder) => builder.overrideProvider(Clock).useValue(new WrongClock(ahead)),
      });

    it.each([-30, 30])('X06 is %p s off: everybody is let in', async (ahead) => {
      const app = await startAt(ahead);
      const browser = new Browser();
      expect((await app.logIn(browser)).status).toBe(303);
      expect(await isLoggedIn(browser, app)).toBe(true);
    });

    it('X07 is ten minutes late: the provider takes no proof of ours, and the log says why', async () => {
      const app = await startAt(-600);
      const response = await new Browser().navigate(`${app.url}/auth/login`);
      expect(response.status).toBe(502);
      expect(app.log.text).toContain('client_authentication_failed');
      expect(app.log.text).toMatch(/the provider's clock is (599|600|601) s ahead of ours/);
    });

    it.each([600, 300])('X07 is %p s early: the provider takes no proof of ours', async (ahead) => {
      const app = await startAt(ahead);
      const response = await new Browser().navigate(`${app.url}/auth/login`);
      expect(response.status).toBe(502);
      expect(app.log.text).toContain('client_authentication_failed');
      expect(app.log.text).toMatch(/the provider's clock is (\d+) s behind ours/);
    });
  });

  describe('a `transaction.store` that never answers', () => {
    it('holds up no callback: nobody is logged in, and all is told', async () => {
      const store = new SilentStore(new SystemClock());
      const app = await start({ options: { transaction: { store } } });
      const browser = new Browser();
      expect((await app.logIn(browser)).status).toBe(503);
      expect(app.log.text).toContain('`transaction.store` did not answer (TimeoutError)');
      expect(await isLoggedIn(browser, app)).toBe(false);
    }, 20_000);
  });

  describe('the disk of the key ring', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'faults-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    let rings = 0;
    const startOn = (store: FileKeyRingStore) =>
      start({ options: { keys: { ring: { ...RING, store } } } });
    const refusedOn = async (store: FileKeyRingStore) => {
      const options = testOptions('http://127.0.0.1:1', 'http://localhost:3000');
      const module = await Test.createTestingModule({
        imports: [CriiptoAuthModule.forRoot({ ...options, keys: { ring: { ...RING, store } } })],
      }).compile();
      return module.createNestApplication(adapter(), { logger: false }).init();
    };
    const newPath = () => join(folder, `ring-${(rings += 1)}.json`);

    it.each(['ENOSPC', 'EROFS'] as const)('%s: the keys stay as they are', async (trouble) => {
      const store = new FileOnBadDisk(newPath());
      const app = await startOn(store);
      const before = await published(app);
      store.trouble = trouble;
      await expect(app.app.get(KeyRotationService).rotate()).rejects.toMatchObject({
        code: 'key_unavailable',
      });
      expect((await app.logIn()).status).toBe(303);
      expect(await published(app)).toBe(before);

      store.trouble = undefined;
      const { kid } = await app.app.get(KeyRotationService).rotate();
      expect(await published(app)).toContain(kid);
    });

    it('is away: the keys stay as they are, and are there again with it', async () => {
      const path = newPath();
      const app = await startOn(new FileKeyRingStore(path));
      const before = await published(app);
      await rm(path);
      expect((await app.logIn()).status).toBe(303);
      const keys = app.app.get(KeyProvider);
      if (keys instanceof RingKeyProvider) await keys.refresh();
      expect(await published(app)).toBe(before);
      expect((await new FileKeyRingStore(path).load()).keys).toHaveLength(1);
    });

    it('X33 holds nothing but the name of the ring: the keys stay as they are, and no new ring begins', async () => {
      const path = newPath();
      const app = await startOn(new FileKeyRingStore(path));
      const before = await published(app);
      await truncate(path);
      const rotation = app.app.get(KeyRotationService);
      await expect(rotation.rotate()).rejects.toMatchObject({ code: 'key_invalid' });
      expect((await app.logIn()).status).toBe(303);
      expect(await published(app)).toBe(before);
      await expect(refusedOn(new FileKeyRingStore(path))).rejects.toThrow(
        `The file of the key ring, ${path}, holds no key ring: restore it from a backup.`,
      );
      expect(await readFile(path, 'utf8')).toBe('');
    });

    it('X33 is not there for this user: the application does not start, and names the folder', async () => {
      const nowhere = join(folder, 'none');
      await expect(refusedOn(new FileKeyRingStore(join(nowhere, 'ring.json')))).rejects.toThrow(
        `could not be written (ENOENT): make the folder ${nowhere}.`,
      );
    });

    it('is full before there is a first key: the application does not start, and says why', async () => {
      const store = new FileOnBadDisk(newPath());
      store.trouble = 'ENOSPC';
      await expect(refusedOn(store)).rejects.toMatchObject({ code: 'key_unavailable' });
    });
  });

  describe('X18 a record of another version', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await start();
    });

    /** What another version of this library may have sealed: its first byte says so. */
    const ofAnotherVersion = (sealed: string) => {
      const bytes = Buffer.from(sealed, 'base64url');
      return Buffer.concat([Buffer.of((bytes[0] ?? 0) + 1), bytes.subarray(1)]).toString(
        'base64url',
      );
    };
    async function exchangeCookie(browser: Browser, prefix: string): Promise<void> {
      const cookies = await browser.cookies(app.url);
      const [name, value] = cookies.find(([each]) => each.startsWith(prefix)) ?? ['', ''];
      await browser.setCookie(app.url, name, ofAnotherVersion(value));
    }

    it('for a session: the user is sent to log in', async () => {
      const browser = new Browser();
      await app.logIn(browser);
      await exchangeCookie(browser, SESSION);
      expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
      expect(locationOf(await browser.navigate(`${app.url}/me`))).toContain('/auth/login?');
      expect((await app.logIn(browser)).status).toBe(303);
      expect(await isLoggedIn(browser, app)).toBe(true);
    });

    it('for a login: the user is told to start again', async () => {
      const browser = new Browser();
      const begin = await browser.navigate(`${app.url}/auth/login`);
      const { url } = await app.fake.approve(locationOf(begin));
      await exchangeCookie(browser, 'criipto-login-');
      const response = await browser.navigate(url);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('start again');
      expect((await app.logIn(browser)).status).toBe(303);
    });

    it('beside logins of this one: another login begins', async () => {
      const browser = new Browser();
      await browser.navigate(`${app.url}/auth/login`);
      await exchangeCookie(browser, 'criipto-login-');
      expect((await app.logIn(browser)).status).toBe(303);
    });
  });
});
