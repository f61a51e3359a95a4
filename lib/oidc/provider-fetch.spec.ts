import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import type { Answer } from '../../test/support/stub-provider.js';
import type { HttpResponse } from '../http/http-client.js';
import { providerFetch } from './provider-fetch.js';

let application: Application;
let received: HttpResponse[];

beforeEach(async () => {
  application = await startApplication();
  received = [];
});

afterEach(stopApplications);

function post(answer: Answer): Promise<Response> {
  application.provider.answer('token', answer);
  return providerFetch(application.http, 5, (answer) => {
    received.push(answer);
    return answer;
  })(`${application.provider.issuer}/token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ code: 'a b&c' }),
  });
}

describe('providerFetch', () => {
  it('sends method, headers and body', async () => {
    await post({ body: {} });
    const [request] = application.provider.sent('token');
    expect(request?.headers.accept).toBe('application/json');
    expect(request?.form.get('code')).toBe('a b&c');
  });

  it('names itself', async () => {
    await post({ body: {} });
    const [request] = application.provider.sent('token');
    expect(request?.headers['user-agent']).toBe('nestjs-criipto-auth');
  });

  it('gives status and body', async () => {
    const response = await post({ status: 201, body: { request_uri: 'urn:example:1' } });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ request_uri: 'urn:example:1' });
  });

  it.each([204, 304])('takes the status %p, which comes without a body', async (status) => {
    expect((await post({ status })).status).toBe(status);
  });

  it('shows the answer as it came', async () => {
    await post({ status: 201, headers: { 'Trace-Id': 'trace-1' }, body: {} });
    expect(received.map(({ status, header }) => [status, header('trace-id')])).toEqual([
      [201, 'trace-1'],
    ]);
  });

  it('hands on what was made of the answer', async () => {
    application.provider.answer('token', { body: { a: 1 } });
    const changed = providerFetch(application.http, 5, (answer) => ({
      ...answer,
      body: Buffer.from('{"b":2}'),
    }));
    const { issuer } = application.provider;
    const response = await changed(`${issuer}/token`, { method: 'POST', headers: {}, body: '' });
    expect(await response.json()).toEqual({ b: 2 });
  });

  it("asks for the provider's own id of the request", async () => {
    await post({ body: {} });
    expect(application.provider.sent('token')[0]?.headers['prefer']).toBe('return-trace-id');
  });

  it('hands on no cookie and nothing else that nobody needs', async () => {
    const response = await post({
      headers: { 'Set-Cookie': 'a=b', 'X-Powered-By': 'c' },
      body: {},
    });
    expect([...response.headers.keys()]).toEqual(['content-type']);
  });

  it.each<[string, Answer, string]>([
    ['as it was labelled', { headers: { 'Content-Type': 'text/html' }, body: '{}' }, 'text/html'],
    ['without a label', { body: 'OK' }, ''],
    [
      'that says why as JSON, whatever its label',
      {
        status: 400,
        headers: { 'Content-Type': 'text/html' },
        body: '{"error":"invalid_client"}',
      },
      'application/json',
    ],
    [
      'that says no reason as it was labelled',
      {
        status: 400,
        headers: { 'Content-Type': 'text/html' },
        body: '[]',
      },
      'text/html',
    ],
  ])('labels an answer %s', async (_, answer, type) => {
    expect((await post(answer)).headers.get('content-type')).toBe(type);
  });
});
