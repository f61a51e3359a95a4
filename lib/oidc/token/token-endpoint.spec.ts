import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import type { Answer, ReceivedRequest } from '../../../test/support/stub-provider.js';
import { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import type { CriiptoAuthOptions } from '../../options/criipto-auth-options.js';
import { ProviderClock } from '../client-authentication/provider-clock.js';
import { ProviderRequests } from '../client-authentication/provider-requests.js';
import { TokenEndpoint } from './token-endpoint.js';

const EXCHANGE = {
  code: 'the code',
  redirectUri: 'https://app.example.com/auth/callback',
  nonce: 'the nonce',
  codeVerifier: 'the verifier, which is long enough to be one',
};
const TOKENS = { access_token: 'access', token_type: 'Bearer', id_token: 'e30.e30.c2ln' };
const headers = { 'Content-Type': 'application/json', 'Trace-Id': 'trace-1' };

let application: Application;
let tokenEndpoint: TokenEndpoint;

const start = async (written: Partial<CriiptoAuthOptions> = {}): Promise<void> => {
  application = await startApplication(written);
  const { options, keys, http, clock } = application;
  const assertions = new ClientAssertionService(options, keys, clock);
  const requests = new ProviderRequests(options, assertions, keys, http, new ProviderClock(clock));
  tokenEndpoint = new TokenEndpoint(options, requests, clock);
};

beforeEach(() => start());

afterEach(() => {
  application.provider.complaints.length = 0; // no code was issued
  return stopApplications();
});

async function exchangeCode(answer: Answer | (() => undefined)): Promise<unknown> {
  application.provider.answer('token', answer);
  return tokenEndpoint.exchangeCode(await application.client.metadata(), EXCHANGE);
}

async function refresh(answer: Answer): Promise<unknown> {
  application.provider.answer('token', answer);
  return tokenEndpoint.refresh(await application.client.metadata(), 'refresh 1');
}

const sent = (): ReceivedRequest | undefined => application.provider.sent('token').at(-1);

describe('TokenEndpoint', () => {
  it('ask with the code and all that belongs to it', async () => {
    await exchangeCode({ body: TOKENS });
    expect(Object.fromEntries(sent()?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'the code',
      redirect_uri: EXCHANGE.redirectUri,
      code_verifier: EXCHANGE.codeVerifier,
    });
  });

  it('prove who we are to the endpoint as the provider writes it, where that was chosen', async () => {
    await start({ assertion: { audience: 'endpoint' } });
    const token_endpoint = `${application.provider.issuer}/other/../token`;
    application.provider.answer('token', { body: TOKENS });
    const metadata = { ...(await application.client.metadata()), token_endpoint };
    await tokenEndpoint.exchangeCode(metadata, EXCHANGE);
    const { aud } = decodeJwt(sent()?.form.get('client_assertion') ?? '');
    expect(aud).toBe(token_endpoint);
  });

  it('give the tokens, and leave the ID token to who validates it', async () => {
    expect(await exchangeCode({ headers, body: { ...TOKENS, expires_in: 60 } })).toMatchObject({
      accessToken: 'access',
      idToken: 'e30.e30.c2ln',
      expiresAt: application.clock.seconds() + 60,
      traceId: 'trace-1',
    });
  });

  it('give an answer that grants nothing', async () => {
    const body = { error: 'invalid_grant' };
    expect(await exchangeCode({ status: 400, body })).toEqual({
      status: 400,
      body,
      traceId: undefined,
    });
  });

  it('give each of many at once its own answer, for a proof of its own', async () => {
    const metadata = await application.client.metadata();
    application.provider.answer('token', (_honest, { form }) => ({
      headers: { 'Content-Type': 'application/json', 'Trace-Id': `of-${form.get('code')}` },
      body: { ...TOKENS, access_token: `for ${form.get('code')}` },
    }));
    const codes = ['1', '2', '3'];
    const answers = await Promise.all(
      codes.map((code) => tokenEndpoint.exchangeCode(metadata, { ...EXCHANGE, code })),
    );
    expect(answers).toMatchObject(
      codes.map((code) => ({ accessToken: `for ${code}`, traceId: `of-${code}` })),
    );
    const proofs = application.provider
      .sent('token')
      .map(({ form }) => form.get('client_assertion'));
    expect(new Set(proofs).size).toBe(3);
  });

  it('bring no ID token with a refresh that has none', async () => {
    const { id_token: _idToken, ...body } = TOKENS;
    expect(await refresh({ body })).toMatchObject({ accessToken: 'access', idToken: undefined });
  });

  it.each([7, null, {}])(
    'take the ID token %p of a refresh for a wrong one, not for none',
    async (idToken) => {
      const body = { ...TOKENS, id_token: idToken };
      expect(await refresh({ body })).toMatchObject({ idToken: '' });
    },
  );
});

describe('TokenEndpoint refuses', () => {
  it.each<[string, object, string]>([
    [
      'an access token that would end a header',
      { access_token: 'a\r\nCookie: b' },
      'The token response has an access token that no header can carry',
    ],
    [
      'a type that nobody asked for',
      { token_type: 'DPoP' },
      'The token response is of a type that nobody asked for',
    ],
    [
      'no access token',
      { access_token: undefined },
      'The token response has no usable access_token',
    ],
    ['a time that is none', { expires_in: -1 }, 'The token response has no usable expires_in'],
    [
      'a refresh token that is none',
      { refresh_token: 7 },
      'The token response has no usable refresh_token',
    ],
    ['a scope that is none', { scope: 7 }, 'The token response has no usable scope'],
    ['a type that nobody knows', { token_type: 'mac' }, "The provider's answer was refused"],
  ])('%s', async (_what, members, message) => {
    const refused = exchangeCode({ headers, body: { ...TOKENS, ...members } });
    await expect(refused).rejects.toMatchObject({
      code: 'provider_response_invalid',
      message: expect.stringContaining(message),
      traceId: 'trace-1',
    });
  });

  it.each([undefined, null, '', 7])('the ID token %p of a login', async (idToken) => {
    const refused = exchangeCode({ headers, body: { ...TOKENS, id_token: idToken } });
    await expect(refused).rejects.toMatchObject({ code: 'id_token_missing', traceId: 'trace-1' });
  });

  it('for our own reasons, by our own codes', async () => {
    await expect(exchangeCode(() => undefined)).rejects.toMatchObject({
      code: 'provider_unreachable',
    });
    application.keys.signer = () => Promise.reject(new Error('no key'));
    await expect(exchangeCode({ body: TOKENS })).rejects.toMatchObject({ code: 'key_unavailable' });
  });
});

describe('tokenSet', () => {
  it('ends by our own clock, counted from when it was asked for', async () => {
    const askedAt = application.clock.seconds();
    application.provider.answer('token', () => {
      application.clock.advance(5);
      return { headers, body: { ...TOKENS, refresh_token: 'r', scope: 'openid', expires_in: 60 } };
    });
    expect(
      await tokenEndpoint.exchangeCode(await application.client.metadata(), EXCHANGE),
    ).toStrictEqual({
      accessToken: 'access',
      refreshToken: 'r',
      scope: 'openid',
      expiresAt: askedAt + 60,
      idToken: 'e30.e30.c2ln',
      traceId: 'trace-1',
    });
  });

  it.each([null, ''])('has not what is %j', async (nothing) => {
    const members = { expires_in: nothing, refresh_token: nothing, scope: nothing };
    expect(await exchangeCode({ body: { ...TOKENS, ...members } })).toMatchObject({
      expiresAt: undefined,
      refreshToken: undefined,
      scope: undefined,
    });
  });

  it('ends within ten years, whatever the provider says', async () => {
    const { clock } = application;
    const granted = await exchangeCode({ body: { ...TOKENS, expires_in: 1e15 } });
    expect(granted).toMatchObject({ expiresAt: clock.seconds() + 3650 * 86_400 });
  });

  it('ends nobody knows when, where the provider does not tell', async () => {
    expect(await exchangeCode({ body: TOKENS })).toMatchObject({ expiresAt: undefined });
  });
});
