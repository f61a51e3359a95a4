import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CriiptoAuthOptions } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProfileController } from '../support/profile.controller.js';
import { TestApp } from '../support/test-app.js';
import { importBlock } from './import-block.js';

interface Block {
  readonly http: NonNullable<CriiptoAuthOptions['http']>;
}

/** What the page has one set before the application starts. */
const VARIABLES = ['NODE_USE_ENV_PROXY', 'HTTP_PROXY', 'CRIIPTO_PROXY'] as const;

describe.each(HTTP_ADAPTERS)(
  'A login through the proxy of the company, on %s,',
  (_name, adapter) => {
    let proxy: ConnectProxy;
    let app: TestApp | undefined;

    beforeAll(async () => {
      proxy = await ConnectProxy.start();
    });

    afterEach(async () => {
      for (const name of VARIABLES) delete process.env[name];
      proxy.tunnels.length = 0;
      await app?.stop();
    });

    afterAll(() => proxy.stop());

    async function expectLogin(http: CriiptoAuthOptions['http'] = {}): Promise<void> {
      app = await TestApp.start({
        adapter,
        controllers: [ProfileController],
        options: { http: { ...http, allowInsecureLoopback: true } },
      });
      const browser = new Browser();
      expect((await app.logIn(browser)).status).toBe(303);
      expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(app.fake.issuer).host]));
    }

    it('that the variables of Node name', async () => {
      process.env['NODE_USE_ENV_PROXY'] = '1';
      process.env['HTTP_PROXY'] = proxy.url; // of a fake, whose address is no https
      await expectLogin();
    });

    it('that the application names, as the cookbook has it', async () => {
      process.env['CRIIPTO_PROXY'] = proxy.url;
      const { http } = (await importBlock('docs/cookbook/proxy.md', 'src/proxy.ts')) as Block;
      await expectLogin(http);
      await http.dispatcher?.close();
    });
  },
);
