import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { logoutToken } from '../support/logout-token.js';
import { generalProfile } from '../support/provider-profile.js';
import { publishedKeys } from '../support/relying-party.js';
import { SHARED_SERVERS, type SharedServer } from '../support/shared-servers.js';
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

describe.each(SHARED_SERVERS)('two instances that share a %s', (_name, startServer) => {
  let server: SharedServer;
  let provider: StubProvider;
  let ports: readonly [number, number];
  let settings: Readonly<Record<string, string>>;
  let doomed: Instance;
  let other: Instance;

  beforeAll(async () => {
    server = await startServer();
    ports = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${ports[0]}`;
    const redirectUri = `${url}/auth/callback`;
    const keys = () => publishedKeys(other.url);
    // Every use of an access token needs a refresh.
    const profile = { ...generalProfile(), refreshes: true, expiresIn: 0 };
    provider = await StubProvider.start({ profile, client: { id: CLIENT_ID, redirectUri, keys } });
    const shared = { BASE_URL: url, ISSUER: provider.issuer, STORE_URL: server.url };
    settings = { ...shared, KEEPS_TOKENS: 'yes' };
    doomed = await Instance.start(ports[0], settings);
    other = await Instance.start(ports[1], { ...settings, ADAPTER: 'fastify' });
  }, 30_000);

  beforeEach(() => {
    other.refusals.length = 0;
  });

  afterAll(async () => {
    for (const instance of [doomed, other]) await instance.kill();
    await provider.stop();
    await server.stop();
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

  const loggedIn = async (instance: Instance) => {
    const browser = new Browser();
    await callback(browser, instance, await begin(browser, instance));
    return browser;
  };

  it('have one ring of keys', async () => {
    // The next one is published a moment later by who did not make it.
    const [signs, same] = [await publishedKeys(doomed.url), await publishedKeys(other.url)];
    expect(signs.keys[0]).toBeDefined();
    expect(same.keys[0]).toEqual(signs.keys[0]);
  });

  it('a callback that came to one is used up at the other', async () => {
    const browser = new Browser();
    const parameters = await begin(browser, doomed);
    const copy = await browser.copy();
    expect((await callback(browser, doomed, parameters)).status).toBe(303);
    provider.forget();
    expect((await callback(copy, other, parameters)).status).toBe(400);
    expect(other.refusals).toEqual(['login_already_used']);
    expect(provider.sent('token')).toHaveLength(0);
  });

  it('what is revoked at one is over at the other, and the word of it is taken once', async () => {
    const sub = 'who is revoked';
    provider.idToken({ sub });
    const browser = await loggedIn(doomed);
    provider.beHonest();
    expect(await isLoggedIn(browser, other)).toBe(true);
    const tell = async ({ url }: Instance, token: string) => {
      const body = new URLSearchParams({ logout_token: token });
      return (await fetch(`${url}/auth/backchannel-logout`, { method: 'POST', body })).status;
    };
    const now = Math.floor(Date.now() / 1000);
    const token = await logoutToken(provider, now, { sub, sid: undefined });
    expect(await tell(doomed, token)).toBe(200);
    expect(await isLoggedIn(browser, other)).toBe(false);
    expect(await tell(other, token)).toBe(400);
  });

  it('who logs out at one is out at the other', async () => {
    const browser = await loggedIn(doomed);
    const copy = await browser.copy();
    expect(await isLoggedIn(copy, other)).toBe(true);
    const headers = { 'sec-fetch-site': 'same-origin' };
    await browser.fetch(`${doomed.url}/auth/logout`, { method: 'POST', headers });
    expect(await isLoggedIn(copy, other)).toBe(false);
  });

  it('X21 requests to both refresh once', async () => {
    const browser = await loggedIn(other);
    provider.forget();
    const body = { token_type: 'Bearer', refresh_token: 'the next one', expires_in: 300 };
    const asked = new Promise<() => void>((resolveAsked) => {
      provider.answer('token', async () => {
        await new Promise<void>((answer) => resolveAsked(answer));
        return { status: 200, body: { ...body, access_token: 'another' } };
      });
    });
    const requests = [doomed, other, doomed, other].map((each) => orders(browser, each));
    (await asked)();
    for (const response of await Promise.all(requests)) expect(response.status).toBe(200);
    expect(provider.sent('token')).toHaveLength(1);
    provider.beHonest();
  });

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
    expect(await again.text()).toContain('You are not logged in. Try again.');
    expect(other.refusals).toEqual(['login_already_used']);
    expect(provider.sent('token')).toHaveLength(1);
    expect(await isLoggedIn(browser, other)).toBe(false);

    expect((await callback(browser, other, await begin(browser, other))).status).toBe(303);
    expect(await isLoggedIn(browser, other)).toBe(true);
  });

  it('X21 an instance that is killed in mid-refresh: another refreshes when its lock is over', async () => {
    const browser = await loggedIn(other);
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
    const [secondsLeft] = await server.secondsLeft('refresh:');
    expect(secondsLeft).toBeGreaterThan(25);
    expect(secondsLeft).toBeLessThanOrEqual(30);
    expect(provider.sent('token')).toHaveLength(1);
    await server.letExpire('refresh:');
    expect(await (await waiting).json()).toEqual({ hasToken: true });
    expect(provider.sent('token')).toHaveLength(2);
    expect(await isLoggedIn(browser, other)).toBe(true);
  }, 30_000);
});
