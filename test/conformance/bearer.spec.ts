import { once } from 'node:events';
import { connect } from 'node:net';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { BearerApi } from '../support/bearer-api.js';
import { base64url, payloadOf, spoilt, withSignature } from '../support/forgery.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { providerKey, signedBy } from '../support/provider-key.js';
import { CLIENT_ID } from '../support/test-app.js';

type MakeToken = (api: BearerApi) => Promise<string>;

const claiming =
  (claims: object, header?: object): MakeToken =>
  (api) =>
    api.token(claims, header);

const INVALID: readonly (readonly [string, MakeToken])[] = [
  ['B2 an ID token', claiming({ aud: CLIENT_ID }, { typ: 'JWT' })],
  ['B2 an ID token for this very audience', claiming({}, { typ: 'JWT' })],
  ['B2 a token that does not say what it is', claiming({}, {})],
  ['B2 a token for another API', claiming({ aud: 'https://other.example.com' })],
  ['B2 a token for nobody', claiming({ aud: undefined })],
  ['B2 a token of another issuer', claiming({ iss: 'https://evil.example' })],
  ['B2 a token without an end', claiming({ exp: undefined })],
  ['B2 a token without a beginning', claiming({ iat: undefined })],
  ['B2 a token that expired', claiming({ exp: 1_000_000_000 })],
  ['B2 a token from the year 2100', claiming({ nbf: 4_102_444_800 })],
  ['B2 a token about nobody', claiming({ sub: undefined })],
  ['B2 a spoilt signature', async (api) => withSignature(await api.token(), spoilt)],
  [
    'B2 no signature',
    async (api) =>
      `${base64url({ alg: 'none', typ: 'at+jwt' })}.${base64url(payloadOf(await api.token()))}.`,
  ],
  [
    'B2 another algorithm',
    async (api) =>
      signedBy(providerKey('ES256', 3), payloadOf(await api.token()), { typ: 'at+jwt' }),
  ],
  [
    'B2 a key of its own',
    async (api) => {
      const key = providerKey('RS256', 12);
      return signedBy(key, payloadOf(await api.token()), { typ: 'at+jwt', jwk: key.jwk });
    },
  ],
  ['B2 an opaque token', async () => 'cf1ce646-7a9b-4f0e-8f57-1d3f6a1c2b3d'],
  ['B5 a token that is bound to a key', claiming({ cnf: { jkt: 'thumbprint' } })],
];

describe.each(HTTP_ADAPTERS)('Bearer tokens, on %s', (_name, adapter) => {
  let api: BearerApi;
  beforeAll(async () => {
    api = await BearerApi.start(adapter);
  }, 30_000);
  afterAll(() => api.stop());
  beforeEach(() => {
    api.refusals.length = 0;
  });

  async function expectRefused(
    response: Response,
    status: number,
    code: CriiptoAuthErrorCode,
    challenge: string,
  ): Promise<void> {
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      status,
      `Bearer realm="${api.url}"${challenge}`,
    ]);
    expect(api.refusals.map((refusal) => refusal.code)).toEqual([code]);
    expect(response.headers.getSetCookie()).toEqual([]);
  }

  it('B1 a token in the header, whatever the case of its scheme', async () => {
    const token = await api.token();
    const answers = ['Bearer', 'bearer', 'BEARER'].map((scheme) =>
      api.call('/me', { headers: { authorization: `${scheme} ${token}` } }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('B1 a token in the query is refused, also beside one in the header', async () => {
    const token = await api.token();
    const response = await api.callWith(token, `/me?access_token=${token}`);
    await expectRefused(response, 400, 'bearer_request_malformed', ', error="invalid_request"');
  });

  it('B1 a token in a form is refused, also beside one in the header', async () => {
    const token = await api.token();
    const response = await api.call('/orders', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams({ access_token: token }),
    });
    await expectRefused(response, 400, 'bearer_request_malformed', ', error="invalid_request"');
  });

  it('B1 two tokens are refused', async () => {
    const header = `Authorization: Bearer ${await api.token()}\r\n`;
    const { port } = new URL(api.url);
    const socket = connect(Number(port), 'localhost').setEncoding('utf8');
    socket.write(`GET /me HTTP/1.1\r\nHost: api\r\nConnection: close\r\n${header}${header}\r\n`);
    let answer = '';
    socket.on('data', (text: string) => (answer += text));
    await once(socket, 'end');
    expect(answer).toMatch(/^HTTP\/1.1 400 [^]*error="invalid_request"/);
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a,Bearer b', 'Bearer "a"'])(
    'B1 the header %j is refused',
    async (authorization) => {
      const response = await api.call('/me', { headers: { authorization } });
      await expectRefused(response, 400, 'bearer_request_malformed', ', error="invalid_request"');
    },
  );

  it('B3 who sends no token is told of no error', async () => {
    await expectRefused(await api.call('/me'), 401, 'bearer_token_missing', '');
  });

  it('B3 who sends something else has sent no token', async () => {
    const response = await api.call('/me', { headers: { authorization: 'Basic YTpi' } });
    await expectRefused(response, 401, 'bearer_token_missing', '');
  });

  it('B3 a browser is sent nowhere, and a cookie is no token', async () => {
    const response = await api.call('/me', {
      headers: { accept: 'text/html', 'sec-fetch-dest': 'document', cookie: 'criipto-session=a' },
    });
    await expectRefused(response, 401, 'bearer_token_missing', '');
  });

  it.each(INVALID)('%s', async (_case, make) => {
    const token = await make(api);
    const response = await api.callWith(token);
    await expectRefused(response, 401, 'bearer_token_invalid', ', error="invalid_token"');
    expect(await response.json()).toEqual({
      statusCode: 401,
      message: 'The access token is not valid',
      error: 'Unauthorized',
    });
    expect(api.log.text).not.toContain(token);
  });

  it.each([
    ['a weaker eID', { authenticationtype: 'urn:grn:authn:dk:mitid:low', loA: 'LOW' }],
    ['an eID that nobody tells', {}],
  ])('B4 %s', async (_what, claims) => {
    const auth_time = api.clock.seconds();
    const response = await api.callWith(await api.token({ auth_time, ...claims }), '/transfer');
    await expectRefused(
      response,
      401,
      'bearer_authentication_insufficient',
      ', error="insufficient_user_authentication", acr_values="urn:grn:authn:dk:mitid:high", max_age="300"',
    );
  });

  it.each([
    ['too long ago', 361],
    ['nobody tells when', undefined],
  ])('B4 the right eID, %s', async (_what, age) => {
    const token = await api.token({
      authenticationtype: 'urn:grn:authn:dk:mitid:high',
      loA: 'HIGH',
      auth_time: age === undefined ? undefined : api.clock.seconds() - age,
    });
    const response = await api.callWith(token, '/transfer');
    expect(response.status).toBe(401);
    expect(api.refusals.map(({ code }) => code)).toEqual(['bearer_authentication_insufficient']);
  });

  it('B4 the right eID in time', async () => {
    const token = await api.token({
      authenticationtype: 'urn:grn:authn:dk:mitid:high',
      loA: 'HIGH',
      auth_time: api.clock.seconds() - 300,
    });
    expect((await api.callWith(token, '/transfer')).status).toBe(200);
  });

  it('503 while nobody can say whose key it is', async () => {
    const away = await BearerApi.start(adapter);
    try {
      away.provider.answer('jwks', { status: 500 });
      const response = await away.callWith(await away.token());
      expect([response.status, away.refusals]).toEqual([503, []]);
    } finally {
      await away.stop();
    }
  });

  it('B3 a token without the scope', async () => {
    const scoped = await BearerApi.start(adapter, { scope: 'orders:read' });
    try {
      const response = await scoped.callWith(await scoped.token({ scope: 'orders:write' }));
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        403,
        `Bearer realm="${scoped.url}", error="insufficient_scope", scope="orders:read"`,
      ]);
      expect((await scoped.callWith(await scoped.token({ scope: 'orders:read' }))).status).toBe(
        200,
      );
    } finally {
      await scoped.stop();
    }
  });

  it('is not asked for where everybody may come, and nobody is known there', async () => {
    const response = await api.callWith(await api.token(), '/prices');
    expect([response.status, await response.json()]).toEqual([200, { user: null }]);
  });

  it('is optional where that is said, but has to be right', async () => {
    const stranger = await api.call('/greeting');
    const user = await api.callWith(await api.token(), '/greeting');
    expect([await stranger.json(), await user.json()]).toEqual([
      { hello: 'stranger' },
      { hello: 'user-1' },
    ]);
    expect((await api.callWith('nonsense', '/greeting')).status).toBe(401);
  });
});
