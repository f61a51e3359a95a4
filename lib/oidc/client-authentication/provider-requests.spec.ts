import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { CLIENT_ID } from '../../../test/support/resolved-options.js';
import type { Answer, ReceivedRequest } from '../../../test/support/stub-provider.js';
import { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import type { CriiptoAuthOptions } from '../../options/criipto-auth-options.js';
import { ProviderClock } from './provider-clock.js';
import { ProviderRequests, type ProviderResponse } from './provider-requests.js';

let application: Application;
let providerClock: ProviderClock;

const start = async (written: Partial<CriiptoAuthOptions> = {}): Promise<void> => {
  application = await startApplication(written);
  providerClock = new ProviderClock(application.clock);
};

beforeEach(() => start());
afterEach(stopApplications);

function post(answer: Answer = {}, fields: Record<string, string> = {}): Promise<ProviderResponse> {
  const { options, keys, http, clock, provider } = application;
  provider.answer('token', answer);
  const assertions = new ClientAssertionService(options, keys, clock);
  const requests = new ProviderRequests(options, assertions, keys, http, providerClock);
  return requests.post(`${provider.issuer}/token`, fields);
}

const sent = (): ReceivedRequest | undefined => application.provider.sent('token').at(-1);

describe('ProviderRequests', () => {
  it('sends the fields, and a proof for the issuer', async () => {
    await post({}, { grant_type: 'a b&c=ø' });
    expect(Object.fromEntries(sent()?.form ?? [])).toEqual({
      grant_type: 'a b&c=ø',
      client_id: CLIENT_ID,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: expect.any(String),
    });
    expect(decodeJwt(sent()?.form.get('client_assertion') ?? '').aud).toBe(
      application.provider.issuer,
    );
  });

  it('tells for whom the proof was that is not accepted, when that is the endpoint', async () => {
    await start({ assertion: { audience: 'endpoint' } });
    const refusal = { status: 401, body: { error: 'invalid_client' } };
    await expect(post(refusal)).rejects.toThrow(`aud=${application.provider.issuer}/token `);
  });

  it('proves itself anew each time', async () => {
    await post();
    await post();
    const ids = application.provider
      .sent('token')
      .map(({ form }) => decodeJwt(form.get('client_assertion') ?? '').jti);
    expect(new Set(ids).size).toBe(2);
  });

  it('sends the secret of a migration as the standard says, and nothing beside it', async () => {
    await start({ clientSecret: 'a: %+é' });
    await post();
    expect(sent()?.headers.authorization).toBe(
      `Basic ${btoa('urn%3Amy%3Aapplication%3Aidentifier%3A1234:a%3A+%25%2B%C3%A9')}`,
    );
    expect([...(sent()?.form.keys() ?? [])]).toEqual(['client_id']);
  });

  it("asks for the provider's own id of the request, and gives it", async () => {
    const { traceId } = await post({ headers: { 'Trace-Id': 'trace-1' } });
    expect(traceId).toBe('trace-1');
    expect(sent()?.headers['prefer']).toBe('return-trace-id');
  });

  it('takes a 401 with `invalid_request` for a proof that was not accepted, as Keycloak has it', async () => {
    const refusal = { status: 401, body: { error: 'invalid_request' } };
    await expect(post(refusal)).rejects.toMatchObject({
      code: 'client_authentication_failed',
      message: expect.stringMatching(/invalid_request \(HTTP 401\): it did not accept our client/),
    });
  });

  it('keeps what the provider says of a refusal out of its message, and beside it', async () => {
    const body = { error: 'invalid_client', error_description: 'No such client' };
    await expect(post({ status: 401, body })).rejects.toMatchObject({
      message: expect.not.stringContaining('No such client'),
      description: 'No such client',
    });
  });

  it('tells why a key of `generate` may not be the one that the provider knows', async () => {
    await start({ keys: { generate: 'development' } });
    const refusal = { status: 401, body: { error: 'invalid_client' } };
    await expect(post(refusal)).rejects.toThrow(
      /`keys.generate` makes another key in each process/,
    );
  });

  it('reads an answer that begins with a byte order mark', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const { body } = await post({ headers, body: '\uFEFF{"access_token":"a"}' });
    expect(body).toEqual({ access_token: 'a' });
  });

  it.each(['gzip', 'x-gzip', 'deflate'])(
    'knows a refusal without a word that is labelled %s',
    async (encoding) => {
      const headers = { 'Content-Encoding': encoding };
      const { status, body } = await post({ status: 400, headers, body: '' });
      expect([status, body]).toEqual([400, {}]);
    },
  );

  it('gives the answer, whatever its status', async () => {
    expect(await post({ status: 400, body: { error: 'authorization_pending' } })).toEqual({
      status: 400,
      body: { error: 'authorization_pending' },
      traceId: undefined,
    });
  });

  it.each([
    ['a page', '<p>'],
    ['a list', []],
    ['nothing', ''],
  ])('takes %s for no object', async (_, body) => {
    expect(await post({ body })).toEqual({ status: 200, body: {}, traceId: undefined });
  });

  it('gives what is granted', async () => {
    const headers = { 'Content-Type': 'application/json;charset=UTF-8' };
    const { body } = await post({ headers, body: '{"access_token":"a"}' });
    expect(body).toEqual({ access_token: 'a' });
  });

  it('takes what is granted for nothing when it is labelled as a page', async () => {
    const headers = { 'Content-Type': 'text/html' };
    expect((await post({ headers, body: '{"access_token":"a"}' })).body).toEqual({});
  });

  it('takes the reason of a refusal, however it is labelled', async () => {
    const headers = { 'Content-Type': 'text/html' };
    const body = '{"error":"invalid_scope"}';
    expect(await post({ status: 400, headers, body })).toMatchObject({
      body: { error: 'invalid_scope' },
    });
  });

  it('looks at the clock of the provider', async () => {
    const ahead = new Date(application.clock.now() + 90_000).toUTCString();
    await post({ headers: { Date: ahead } });
    expect(providerClock.secondsAhead).toBe(90);
  });

  it('is sent once, whatever comes of it', async () => {
    await post({ status: 503 });
    expect(application.provider.sent('token')).toHaveLength(1);
  });

  it('throws when our proof was not accepted, and says why', async () => {
    const refusal = { status: 401, body: { error: 'invalid_client' } };
    await expect(post({ ...refusal, headers: { 'Trace-Id': 'trace-1' } })).rejects.toMatchObject({
      code: 'client_authentication_failed',
      message: expect.stringContaining('the key is in our own JWKS'),
      traceId: 'trace-1',
    });
  });

  it('throws the refusal itself when it cannot say why', async () => {
    const signer = await application.keys.signer();
    const answers = [Promise.resolve(signer)];
    application.keys.signer = () => answers.pop() ?? Promise.reject(new Error('no key'));
    await expect(post({ status: 403 })).rejects.toMatchObject({
      code: 'client_authentication_failed',
      message: 'The provider answered HTTP 403',
    });
  });

  it('is not sent without a proof', async () => {
    application.keys.signer = () => Promise.reject(new Error('no key'));
    expect(await codeFrom(post())).toBe('key_unavailable');
    expect(application.provider.sent('token')).toEqual([]);
  });
});
