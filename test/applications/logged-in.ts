import { setTimeout } from 'node:timers/promises';

import { FakeCriipto, TEST_PEOPLE } from 'nestjs-criipto-auth/testing';

import { approve } from '../../lib/testing/login/approve.js';
import { Browser, locationOf } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { privatePem } from '../support/private-keys.js';
import type { Environment } from './nest-application.js';

const CLIENT_ID = 'urn:my:application:identifier:1234';
const PATIENCE_MS = 60_000;

/** A fake for one application, and what the application has to be told of it. */
export interface FakeForApplication {
  readonly fake: FakeCriipto;
  readonly baseUrl: string;
  readonly env: Environment;
}

export async function fakeForApplication(): Promise<FakeForApplication> {
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const fake = await FakeCriipto.start({
    clients: [
      {
        clientId: CLIENT_ID,
        redirectUris: [`${baseUrl}/auth/callback`],
        jwksUri: `${baseUrl}/.well-known/jwks.json`,
      },
    ],
  });
  return {
    fake,
    baseUrl,
    env: {
      CRIIPTO_DOMAIN: new URL(fake.issuer).host,
      CRIIPTO_CLIENT_ID: CLIENT_ID,
      CRIIPTO_BASE_URL: baseUrl,
      CRIIPTO_PRIVATE_KEY: privatePem('rsa'),
      SESSION_SECRET: 'only for tests, and long enough for them',
      PORT: String(port),
    },
  };
}

/** The same at a fake that was started beside the application, by its pages. */
export async function nameOnceLoggedIn(baseUrl: string): Promise<unknown> {
  await untilThere(baseUrl);
  const browser = new Browser();
  const login = await browser.navigate(locationOf(await browser.navigate(`${baseUrl}/me`)));
  const { url } = await approve(locationOf(login), { person: 'dk-freja' }, TEST_PEOPLE);
  await browser.navigate(url);
  const me = (await (await browser.fetch(`${baseUrl}/me`)).json()) as { name?: unknown };
  return me.name;
}

/** Who is logged in at an application that is on its way up, after a login as Freja. */
export async function nameAfterLogin({ fake, baseUrl }: FakeForApplication): Promise<unknown> {
  await untilThere(baseUrl);
  const freja = await fake.logIn(baseUrl, { person: 'dk-freja' });
  const me = (await (await freja.fetch('/me')).json()) as { name?: unknown };
  return me.name;
}

export async function untilThere(url: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answers(url))) {
    if (Date.now() > deadline) throw new Error(`Nobody answers at ${url}`);
    await setTimeout(200);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false; // not yet
  }
}
