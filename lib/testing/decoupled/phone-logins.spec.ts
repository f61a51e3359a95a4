import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';

import { FakeCriipto } from '../fake-criipto.js';
import type { PhoneLogins } from './phone-logins.js';

const CLIENT_ID = 'urn:my:application';
const ASTRID = '199007019992';
const INGRID = '23097999994';

type Form = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const swedish: Form = {
  scope: 'openid ssn',
  acr_values: 'urn:grn:authn:se:bankid',
  login_hint: `sub:ssn:${ASTRID}`,
  binding_message: 'Acme support',
  authorization_details: '[{"type":"phoneAuth","callInitiator":"RP"}]',
};
const norwegian: Form = {
  scope: 'openid',
  acr_values: 'urn:grn:authn:no:bankid',
  login_hint: `sub:ssn:${INGRID}`,
  authorization_details: '[{"type":"customerServiceCall.v1"}]',
};
const headless: Form = {
  scope: 'openid',
  acr_values: 'urn:grn:authn:se:bankid',
  end_user_ip: '203.0.113.7',
};

let fake: FakeCriipto;
let sign: () => Promise<string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  fake = await FakeCriipto.start({
    clients: [
      {
        clientId: CLIENT_ID,
        redirectUris: ['http://localhost:4000/cb'],
        jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' }] },
      },
    ],
  });
  sign = () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: CLIENT_ID, sub: CLIENT_ID, aud: fake.issuer, iat: now, exp: now + 60 };
    return new SignJWT({ ...claims, jti: randomBytes(16).toString('hex') })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(privateKey);
  };
});
afterAll(() => fake.stop());
beforeEach(() => fake.requests.clear());

async function post(path: string, form: Form, assertion?: string): Promise<Answer> {
  const response = await fetch(fake.issuer + path, {
    method: 'POST',
    body: new URLSearchParams({
      ...form,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion ?? (await sign()),
    }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body: { ...Object(body) } };
}

/** A flow, from the side of the application. */
interface Flow {
  readonly phones: () => PhoneLogins;
  readonly start: () => Promise<Answer>;
  readonly poll: (started: Answer, assertion?: string) => Promise<Answer>;
}

const ciba: Flow = {
  phones: () => fake.ciba,
  start: () => post('/ciba/bc-authorize', swedish),
  poll: ({ body }, assertion) =>
    post(
      '/oauth2/token',
      {
        grant_type: 'urn:openid:params:grant-type:ciba',
        auth_req_id: String(body['auth_req_id']),
      },
      assertion,
    ),
};

const bankId: Flow = {
  phones: () => fake.headless,
  start: () => post('/headless/authorize', headless),
  poll: ({ body }, assertion) =>
    post(
      '/oauth2/token',
      {
        grant_type: 'urn:grn:params:grant-type:headless',
        headless_req_id: String(body['headless_req_id']),
      },
      assertion,
    ),
};

describe.each([
  ['caller authentication', ciba],
  ['headless BankID', bankId],
])('the fake, asked for %s,', (_name, { phones, start, poll }) => {
  it('waits until somebody acts', async () => {
    const started = await start();
    expect(await poll(started)).toMatchObject({
      status: 400,
      body: {
        error: 'authorization_pending',
        error_description: 'awaiting first user interaction',
      },
    });
  });

  it('tells how far the person is', async () => {
    const started = await start();
    phones().newest.proceed();
    phones().newest.proceed();
    phones().newest.proceed();
    expect((await poll(started)).body).toMatchObject({
      error_description: 'awaiting user identification',
    });
  });

  it('has tokens when the person approves: once, and in the shapes of Criipto', async () => {
    const started = await start();
    phones().approve();
    const { status, body } = await poll(started);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: '120' });
    const claims = decodeJwt(String(body['id_token']));
    expect(claims).toMatchObject({
      aud: CLIENT_ID,
      identityscheme: 'sebankid',
      authenticationtype: 'urn:grn:authn:se:bankid',
      name: 'Astrid Provström',
    });
    expect(claims).not.toHaveProperty('nonce');
    expect(await poll(started)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('has the access token of the same person', async () => {
    const started = await start();
    phones().approve();
    const { body } = await poll(started);
    const userinfo = await fetch(`${fake.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    });
    const { sub } = decodeJwt(String(body['id_token']));
    expect(await userinfo.json()).toMatchObject({ sub, name: 'Astrid Provström' });
  });

  it('comes back as something else when told to', async () => {
    const started = await start();
    phones().approve({ acr: 'urn:grn:authn:se:frejaid' });
    const { body } = await poll(started);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({
      authenticationtype: 'urn:grn:authn:se:frejaid',
    });
  });

  it.each([
    ['declines', 'access_denied', () => phones().deny()],
    ['does not act in time', 'expired_token', () => phones().expire()],
    ['is asked about too soon', 'slow_down', () => phones().newest.slowDown()],
  ])('says so when the person %s', async (_what, error, act) => {
    const started = await start();
    act();
    expect(await poll(started)).toMatchObject({ status: 400, body: { error } });
  });

  it('waits on after it was asked too soon', async () => {
    const started = await start();
    phones().newest.slowDown();
    await poll(started);
    expect((await poll(started)).body).toMatchObject({ error: 'authorization_pending' });
  });

  it('refuses an assertion that comes twice', async () => {
    const started = await start();
    const assertion = await sign();
    expect((await poll(started, assertion)).body).toMatchObject({ error: 'authorization_pending' });
    expect((await poll(started, assertion)).body).toMatchObject({ error: 'invalid_client' });
  });

  it('has nobody else approve', async () => {
    await start();
    expect(() => phones().approve({ person: 'no-lars' })).toThrow('Nobody called no-lars');
  });
});

describe('the fake, asked for caller authentication,', () => {
  it('answers for Sweden as Criipto does', async () => {
    const { status, body } = await post('/ciba/bc-authorize', swedish);
    expect([status, body]).toEqual([200, { auth_req_id: expect.any(String), expires_in: 120 }]);
    expect(fake.ciba.newest.request).toMatchObject({
      acr: 'urn:grn:authn:se:bankid',
      bindingMessage: 'Acme support',
      people: [{ id: 'se-astrid' }],
    });
  });

  it('makes up two words for Norway, and has no steps', async () => {
    const started = await post('/ciba/bc-authorize', norwegian);
    expect(started.body).toEqual({
      auth_req_id: expect.any(String),
      expires_in: 900,
      interval: 3,
      bindingMessage: expect.stringMatching(/^\p{L}+ \p{L}+$/u),
    });
    expect((await ciba.poll(started)).body).toMatchObject({
      error_description: 'User has not yet granted authorization',
    });
  });

  it.each<[string, string, Form]>([
    ['nobody', 'unknown_user_id', { ...swedish, login_hint: 'sub:ssn:190001010000' }],
    ['somebody abroad', 'unknown_user_id', { ...swedish, login_hint: `sub:ssn:${INGRID}` }],
    ['an eID that takes no calls', 'invalid_request', { ...swedish, acr_values: 'urn:x' }],
    ['Sweden without a message', 'invalid_binding_message', { ...swedish, binding_message: '' }],
    [
      'Norway with a message',
      'invalid_binding_message',
      { ...norwegian, binding_message: 'Hello' },
    ],
    ['a call that nobody began', 'invalid_request', { ...swedish, authorization_details: '[]' }],
    ['details that are no JSON', 'invalid_request', { ...norwegian, authorization_details: 'x' }],
  ])('refuses %s', async (_what, error, form) => {
    expect(await post('/ciba/bc-authorize', form)).toMatchObject({ status: 400, body: { error } });
  });

  it('records what came in', async () => {
    await ciba.start();
    expect(fake.requests.last('ciba')).toMatchObject({
      form: { login_hint: `sub:ssn:${ASTRID}` },
      assertion: { header: { kid: 'one' } },
      status: 200,
    });
  });
});

describe('the fake, asked for headless BankID,', () => {
  it('gives what starts the app, and a new QR code with each answer', async () => {
    const started = await bankId.start();
    expect(started).toEqual({
      status: 200,
      body: {
        headless_req_id: expect.any(String),
        expires_in: 120,
        acr_data: {
          qrData: expect.stringMatching(/^bankid\..+\.0\.[0-9a-f]{64}$/),
          autoStartToken: expect.any(String),
        },
      },
    });
    expect((await bankId.poll(started)).body['acr_data']).toEqual({
      qrData: expect.stringMatching(/^bankid\..+\.1\.[0-9a-f]{64}$/),
      hintCode: 'outstandingTransaction',
    });
  });

  it('has whom the test names approve', async () => {
    const started = await bankId.start();
    fake.headless.approve({ person: 'se-olle' });
    const { body } = await bankId.poll(started);
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ name: 'Olle Testberg' });
  });

  it.each<[string, string, Form]>([
    ['no address', 'invalid_request', { ...headless, end_user_ip: 'localhost' }],
    ['another eID', 'invalid_request', { ...headless, acr_values: 'urn:grn:authn:no:bankid' }],
    ['nothing that is a login', 'invalid_scope', { ...headless, scope: 'profile' }],
  ])('refuses %s', async (_what, error, form) => {
    expect(await post('/headless/authorize', form)).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses a client that proves itself twice by the same', async () => {
    const assertion = await sign();
    await post('/headless/authorize', headless, assertion);
    expect(await post('/headless/authorize', headless, assertion)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('records what came in', async () => {
    await bankId.start();
    expect(fake.requests.last('headless')).toMatchObject({
      path: '/headless/authorize',
      form: headless,
      assertion: { header: { kid: 'one' } },
      status: 200,
    });
    expect(fake.requests.last('headless')?.form).not.toHaveProperty('grant_type');
  });
});

describe('the phones of the fake', () => {
  it('are asked for nothing at first', async () => {
    await using other = await FakeCriipto.start();
    expect(other.ciba.waiting).toEqual([]);
    expect(() => other.ciba.newest).toThrow('No login waits for a phone');
  });

  it('wait for each login on its own', async () => {
    const first = await ciba.start();
    const second = await ciba.start();
    const [oldest] = fake.ciba.waiting.slice(-2);
    oldest?.approve();
    expect((await ciba.poll(first)).status).toBe(200);
    expect((await ciba.poll(second)).status).toBe(400);
  });
});
