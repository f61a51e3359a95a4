import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createClient } from 'redis';

import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { generalProfile } from '../support/provider-profile.js';
import { RedisServer } from '../support/redis-server.js';
import { publishedKeys } from '../support/relying-party.js';
import { StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

const SCRIPT = fileURLToPath(new URL('../../tools/soak/instance.mjs', import.meta.url));

/** An instance of the application, in a process of its own. */
class Instance {
  /** Why it refused, in order. */
  readonly refusals: string[] = [];

  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
  ) {
    process.on('message', ({ code }: { code?: string }) => {
      if (code !== undefined) this.refusals.push(code);
    });
  }

  static async start(port: number, settings: Readonly<Record<string, string>>): Promise<Instance> {
    const env = { ...process.env, CLIENT_ID, PORT: String(port), ...settings };
    const child = fork(SCRIPT, { execArgv: [], env });
    const instance = new Instance(`http://127.0.0.1:${port}`, child);
    await once(child, 'message');
    return instance;
  }

  async kill(): Promise<void> {
    if (this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }
}

describe('two instances that share a Redis', () => {
  let redis: RedisServer;
  let provider: StubProvider;
  let ports: readonly [number, number];
  let settings: Readonly<Record<string, string>>;
  let doomed: Instance;
  let other: Instance;

  beforeAll(async () => {
    redis = await RedisServer.start();
    ports = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${ports[0]}`;
    const redirectUri = `${url}/auth/callback`;
    const keys = () => publishedKeys(other.url);
    // Every use of an access token needs a refresh.
    const profile = { ...generalProfile(), refreshes: true, expiresIn: 0 };
    provider = await StubProvider.start({ profile, client: { id: CLIENT_ID, redirectUri, keys } });
    const shared = { BASE_URL: url, ISSUER: provider.issuer, REDIS_URL: redis.url };
    settings = { ...shared, KEEPS_TOKENS: 'yes' };
    doomed = await Instance.start(ports[0], settings);
    other = await Instance.start(ports[1], { ...settings, ADAPTER: 'fastify' });
  }, 30_000);

  afterAll(async () => {
    for (const instance of [doomed, other]) await instance.kill();
    await provider.stop();
    await redis.stop();
  });

  const begin = async (browser: Browser, { url }: Instance) =>
    provider.login(locationOf(await browser.navigate(`${url}/auth/login`)));
  const callback = (browser: Browser, { url }: Instance, parameters: URLSearchParams) =>
    browser.navigate(`${url}/auth/callback?${parameters.toString()}`);
  const isLoggedIn = async (browser: Browser, { url }: Instance) =>
    (await browser.fetch(`${url}/me`)).status === 200;

  const orders = (browser: Browser, { url }: Instance) => browser.fetch(`${url}/orders`);

  /** The provider does not answer, from when on it is asked. */
  const holdTokens = () =>
    new Promise<void>((resolve) => {
      provider.answer('token', () => {
        resolve();
        return new Promise(() => undefined);
      });
    });

  const refreshLocks = async () => {
    const client = createClient({ url: redis.url });
    await client.connect();
    const keys = await client.keys('criipto-auth:refresh:*');
    const locks = keys.map(async (key) => ({
      key,
      secondsLeft: (await client.pTTL(key)) / 1000,
    }));
    return Promise.all(locks).finally(() => client.destroy());
  };

  it('an instance that is killed between the two legs of a login: another completes it', async () => {
    const browser = new Browser();
    const parameters = await begin(browser, doomed);
    await doomed.kill();
    expect((await callback(browser, other, parameters)).status).toBe(303);
    expect(await isLoggedIn(browser, other)).toBe(true);

    doomed = await Instance.start(ports[0], settings);
    expect(await isLoggedIn(browser, doomed)).toBe(true);
  }, 30_000);

  it('an instance that is killed with a code in its hands: no other sends it again', async () => {
    const browser = new Browser();
    const parameters = await begin(browser, doomed);
    provider.forget();
    const held = holdTokens();
    const lost = callback(browser, doomed, parameters).catch(() => 'lost');
    await held;
    await doomed.kill();
    expect(await lost).toBe('lost');

    provider.beHonest();
    const again = await callback(browser, other, parameters);
    expect(again.status).toBe(400);
    expect(await again.text()).toContain('Please start again.');
    expect(other.refusals).toEqual(['login_already_used']);
    expect(provider.sent('token')).toHaveLength(1);
    expect(await isLoggedIn(browser, other)).toBe(false);

    expect((await callback(browser, other, await begin(browser, other))).status).toBe(303);
    expect(await isLoggedIn(browser, other)).toBe(true);
  });

  it('X21 an instance that is killed in mid-refresh: another refreshes when its lock is over', async () => {
    const browser = new Browser();
    await callback(browser, other, await begin(browser, other));
    doomed = await Instance.start(ports[0], settings);
    provider.forget();
    const held = holdTokens();
    const lost = orders(browser, doomed).catch(() => 'lost');
    await held;
    await doomed.kill();
    expect(await lost).toBe('lost');
    // It had not come to use up the refresh token.
    const body = { access_token: 'another', token_type: 'Bearer', refresh_token: 'the next one' };
    provider.answer('token', { status: 200, body });

    const waiting = orders(browser, other);
    const [lock] = await refreshLocks();
    expect(lock?.secondsLeft).toBeGreaterThan(25);
    expect(lock?.secondsLeft).toBeLessThanOrEqual(30);
    expect(provider.sent('token')).toHaveLength(1);
    await redis.tell(`PEXPIRE ${lock?.key} 1`); // as if its time had gone by
    expect(await (await waiting).json()).toEqual({ hasToken: true });
    expect(provider.sent('token')).toHaveLength(2);
    expect(await isLoggedIn(browser, other)).toBe(true);
  }, 30_000);
});
