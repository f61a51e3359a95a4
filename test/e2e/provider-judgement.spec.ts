import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ClientAssertionService,
  Clock,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  KeyProvider,
} from 'nestjs-criipto-auth';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

import { FakeClock } from '../support/fake-clock.js';
import { privatePem } from '../support/private-keys.js';
import { CLIENT_ID, testOptions } from '../support/test-app.js';

const PEM = privatePem('rsa');
const ANOTHER_PEM = privatePem('rsa3072');
const BASE_URL = 'http://localhost:3000';

/** oidc-provider, a certified implementation that is not ours, judges our assertions. */
describe('the provider', () => {
  let fake: FakeCriipto;
  beforeAll(async () => {
    const keys = await (await servicesWith('http://127.0.0.1:1')).get(KeyProvider).publicKeys();
    fake = await FakeCriipto.start({
      clients: [{ clientId: CLIENT_ID, redirectUris: [`${BASE_URL}/cb`], jwks: { keys } }],
    });
  });
  afterAll(() => fake.stop());

  /** Asks for tokens with a code that nobody issued: the answer tells whether the client was accepted. */
  async function judge(assertion: string): Promise<{ status: number; error: string }> {
    const response = await fetch(`${fake.issuer}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'bogus',
        redirect_uri: `${BASE_URL}/cb`,
        client_id: CLIENT_ID,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    const { error } = (await response.json()) as { error: string };
    return { status: response.status, error };
  }

  const ACCEPTED = { status: 400, error: 'invalid_grant' };
  const REFUSED = { status: 401, error: 'invalid_client' };

  async function assertionWith(
    options: Partial<CriiptoAuthOptions> = {},
    clock?: FakeClock,
  ): Promise<string> {
    const services = await servicesWith(fake.issuer, options, clock);
    return services.get(ClientAssertionService).create();
  }

  it('accepts our assertion', async () => {
    expect(await judge(await assertionWith())).toEqual(ACCEPTED);
  });

  it('accepts one without `typ`', async () => {
    expect(await judge(await assertionWith({ assertion: { typ: false } }))).toEqual(ACCEPTED);
  });

  it('refuses one that was used before', async () => {
    const assertion = await assertionWith();
    await judge(assertion);
    expect(await judge(assertion)).toEqual(REFUSED);
  });

  it('refuses one by another key', async () => {
    expect(await judge(await assertionWith({ keys: { pem: ANOTHER_PEM } }))).toEqual(REFUSED);
  });

  it('refuses one for another audience', async () => {
    const assertion = await assertionWith({ assertion: { audience: 'https://other.example' } });
    expect(await judge(assertion)).toEqual(REFUSED);
  });

  it('refuses one that names the issuer in a list', async () => {
    const assertion = await assertionWith({
      assertion: { audience: [fake.issuer, 'https://other.example'] },
    });
    expect(await judge(assertion)).toEqual(REFUSED);
  });

  /** One that was made by a clock that is so many seconds ahead. */
  const assertionAhead = (seconds: number): Promise<string> =>
    assertionWith({}, new FakeClock(Date.now() + seconds * 1000));

  it('refuses one that has expired', async () => {
    expect(await judge(await assertionAhead(-120))).toEqual(REFUSED);
  });

  it.each([-30, 30])('accepts one by a clock that is %p s off', async (seconds) => {
    expect(await judge(await assertionAhead(seconds))).toEqual(ACCEPTED);
  });

  it.each([-300, 300])('refuses one by a clock that is %p s off', async (seconds) => {
    expect(await judge(await assertionAhead(seconds))).toEqual(REFUSED);
  });

  it('refuses one of an unknown client', async () => {
    expect(await judge(await assertionWith({ clientId: 'somebody else' }))).toMatchObject({
      error: expect.stringMatching(/invalid_(client|request)/),
    });
  });
});

function servicesWith(issuer: string, options: Partial<CriiptoAuthOptions> = {}, clock?: Clock) {
  const builder = Test.createTestingModule({
    imports: [
      CriiptoAuthModule.forRoot({
        ...testOptions(issuer, BASE_URL),
        keys: { pem: PEM },
        ...options,
      }),
    ],
  });
  return (clock ? builder.overrideProvider(Clock).useValue(clock) : builder).compile();
}
