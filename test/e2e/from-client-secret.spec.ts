import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CriiptoAuthModule, type CriiptoAuthOptions } from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { privateJwk } from '../support/private-keys.js';
import { ProtectedController } from '../support/protected.controller.js';
import { CLIENT_ID, testOptions } from '../support/test-app.js';

const CLIENT_SECRET = 'the secret that has to go';
const KEYS = { jwks: JSON.stringify({ keys: [privateJwk('rsa')] }) };

describe.each(HTTP_ADAPTERS)('from a client secret to private_key_jwt on %s', (_name, adapter) => {
  let url: string;
  let fake: FakeCriipto;
  let app: INestApplication;

  beforeEach(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    fake = await FakeCriipto.start();
  });
  afterEach(async () => {
    await app.close();
    await fake.stop();
  });

  /** What the dashboard says of the application. */
  const register = (proofs: { readonly clientSecret?: string; readonly jwksUri?: string }) =>
    fake.register({ clientId: CLIENT_ID, redirectUris: [`${url}/auth/callback`], ...proofs });
  const jwksUri = () => `${url}/.well-known/jwks.json`;

  async function deploy(options: Partial<CriiptoAuthOptions>): Promise<void> {
    const module = await Test.createTestingModule({
      imports: [
        CriiptoAuthModule.forRoot({ ...testOptions(fake.issuer, url), keys: KEYS, ...options }),
      ],
      controllers: [ProtectedController],
    }).compile();
    app = module.createNestApplication(adapter(), { logger: false });
    await app.listen(new URL(url).port, 'localhost');
  }

  const begin = async (browser: Browser): Promise<string> =>
    locationOf(await browser.navigate(`${url}/auth/login`));

  async function finish(browser: Browser, atProvider: string): Promise<void> {
    const callback = await fake.approve(atProvider);
    expect((await browser.navigate(callback.url)).status).toBe(303);
    expect((await browser.fetch(`${url}/me`)).status).toBe(200);
  }

  async function logIn(browser = new Browser()): Promise<void> {
    await finish(browser, await begin(browser));
  }

  /** By what the last token request proved the application. */
  const proof = () =>
    fake.requests.last('token')?.form['client_assertion'] === undefined ? 'secret' : 'assertion';

  it('no login fails', async () => {
    await register({ clientSecret: CLIENT_SECRET });

    // 1. The keys are published, and the secret still proves.
    await deploy({ clientSecret: CLIENT_SECRET });
    await logIn();
    expect(proof()).toBe('secret');
    const published = await fetch(jwksUri());
    expect(await published.json()).toMatchObject({ keys: [{ kty: 'RSA', use: 'sig' }] });

    // 2. The dashboard learns of the keys, beside the secret.
    await register({ clientSecret: CLIENT_SECRET, jwksUri: jwksUri() });
    const loggedIn = new Browser();
    await logIn(loggedIn);
    expect(proof()).toBe('secret');

    // 3. The switch, with a login under way.
    const underWay = new Browser();
    const atProvider = await begin(underWay);
    await app.close();
    await deploy({});
    await finish(underWay, atProvider);
    expect(proof()).toBe('assertion');
    expect((await loggedIn.fetch(`${url}/me`)).status).toBe(200);

    // 4. The secret goes.
    await register({ jwksUri: jwksUri() });
    await logIn();
    expect(proof()).toBe('assertion');
  });

  it('the way back is open until the secret is gone', async () => {
    await register({ clientSecret: CLIENT_SECRET, jwksUri: jwksUri() });
    await deploy({});
    const underWay = new Browser();
    const atProvider = await begin(underWay);
    await app.close();
    await deploy({ clientSecret: CLIENT_SECRET });
    await finish(underWay, atProvider);
    expect(proof()).toBe('secret');
  });
});
