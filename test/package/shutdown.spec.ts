import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { RedisServer } from '../support/redis-server.js';
import { publishedKeys } from '../support/relying-party.js';
import { StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

const SCRIPT = fileURLToPath(new URL('stopping-app.mjs', import.meta.url));

describe.each(['Express', 'Fastify'])('an instance that is told to stop, on %s', (adapter) => {
  let redis: RedisServer;
  let provider: StubProvider;
  let port: number;
  let url: string;
  let instance: ChildProcess;
  let output: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
    port = await freePort();
    url = `http://localhost:${port}`;
    provider = await StubProvider.start({
      client: {
        id: CLIENT_ID,
        redirectUri: `${url}/auth/callback`,
        keys: () => publishedKeys(url),
      },
    });
  }, 30_000);
  afterEach(() => {
    instance.kill('SIGKILL');
    provider.beHonest();
  });
  afterAll(async () => {
    await provider.stop();
    await redis.stop();
  });

  async function start(stop: 'close' | 'hooks'): Promise<void> {
    const settings = { CLIENT_ID, PORT: String(port), ISSUER: provider.issuer, ADAPTER: adapter };
    const env = { ...process.env, ...settings, REDIS_URL: redis.url, STOP: stop, NO_COLOR: '1' };
    instance = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    output = '';
    instance.stdout?.on('data', (data: Buffer) => (output += data.toString()));
    while (!output.includes('successfully started'))
      await once(instance.stdout ?? instance, 'data');
    await answering();
  }

  /** It says that it has started a moment before it listens. */
  async function answering(): Promise<void> {
    const isUp = () =>
      fetch(`${url}/.well-known/jwks.json`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isUp())) await new Promise(setImmediate);
  }

  /** Long enough for the signal to have come, and to have done whatever it does. */
  async function closing(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await publishedKeys(url).catch(() => undefined);
  }

  async function begin(browser: Browser): Promise<string> {
    const parameters = provider.login(locationOf(await browser.navigate(`${url}/auth/login`)));
    return `${url}/auth/callback?${parameters.toString()}`;
  }

  it.each(['close', 'hooks'] as const)(
    'X30 completes the callback it has, and ends with nothing left (%s)',
    async (stop) => {
      await start(stop);
      const browser = new Browser();
      const callbackUrl = await begin(browser);
      const exited = once(instance, 'exit');
      provider.answer('token', async (granted) => {
        instance.kill('SIGTERM');
        await closing();
        return granted;
      });
      const callback = browser.navigate(callbackUrl);
      expect((await callback).status).toBe(303);
      expect(await browser.cookieNames(url)).toContainEqual(
        expect.stringMatching(/^criipto-session-/),
      );
      expect(await exited).toEqual([0, null]);
    },
    30_000,
  );

  it('ends at once when nobody is there', async () => {
    await start('close');
    const exited = once(instance, 'exit');
    instance.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  }, 30_000);

  it('logs lines of JSON, and in them nothing of what the browser brought', async () => {
    await start('close');
    const code = 'a-code-that-nobody-gave';
    const lost = await new Browser().navigate(`${url}/auth/callback?code=${code}&state=s-t-a-t-e`);
    expect(lost.status).toBe(400);
    const exited = once(instance, 'close');
    instance.kill('SIGTERM');
    await exited;
    const lines = output.trim().split('\n');
    const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message); // of Nest
    expect(messages).toContainEqual(expect.stringMatching(/^Login refused: login_unknown \(/));
    expect(output).not.toMatch(/a-code-that-nobody-gave|s-t-a-t-e/);
  }, 30_000);
});
