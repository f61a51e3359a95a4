import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import type { Answer } from '../../../test/support/stub-provider.js';
import { isJsonObject, parseJson } from '../../common/json.js';
import { fetchJsonObject, type JsonDocument } from './json-document.js';

const CODES = { unavailable: 'discovery_failed', invalid: 'discovery_invalid' } as const;

let application: Application;

const fetchFrom = (url: string): Promise<JsonDocument> =>
  fetchJsonObject(application.http, url, 5, CODES);

function fetchAnswered(answer: Answer): Promise<JsonDocument> {
  application.provider.answer('discovery', answer);
  return fetchFrom(`${application.provider.issuer}/.well-known/openid-configuration`);
}

beforeAll(async () => {
  application = await startApplication();
});

beforeEach(() => application.provider.beHonest());

afterAll(stopApplications);

describe('fetchJsonObject', () => {
  it('gives the object and the response that it came in', async () => {
    const { content, response } = await fetchAnswered({
      headers: { 'Cache-Control': 'max-age=600' },
      body: { issuer: 'me' },
    });
    expect(content).toEqual({ issuer: 'me' });
    expect(response.header('cache-control')).toBe('max-age=600');
  });

  it('takes JSON whatever it is labelled', async () => {
    const { content } = await fetchAnswered({
      headers: { 'Content-Type': 'text/plain' },
      body: '{"issuer":"me"}',
    });
    expect(content).toEqual({ issuer: 'me' });
  });

  it('asks for JSON', async () => {
    await fetchAnswered({ body: {} });
    expect(application.provider.sent('discovery').at(-1)?.headers.accept).toBe('application/json');
  });

  it.each([500, 502, 503, 429])('calls a provider that answers %p unavailable', async (status) => {
    expect(await codeFrom(fetchAnswered({ status, body: {} }))).toBe('discovery_failed');
  });

  it.each([201, 204, 301, 302, 304, 400, 401, 403, 404])(
    'calls an answer with the status %p invalid',
    async (status) => {
      const answer = { status, headers: { Location: '/jwks' } };
      expect(await codeFrom(fetchAnswered(answer))).toBe('discovery_invalid');
    },
  );

  it.each([201, 302, 400, 404])('does so whatever comes with the status %p', async (status) => {
    const answer = { status, body: { issuer: 'me' } };
    expect(await codeFrom(fetchAnswered(answer))).toBe('discovery_invalid');
  });

  it('follows no redirect', async () => {
    const before = application.provider.sent('jwks').length;
    await codeFrom(fetchAnswered({ status: 302, headers: { Location: '/jwks' } }));
    expect(application.provider.sent('jwks')).toHaveLength(before);
  });

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>Sorry</title>'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"issuer"'],
    ['a number', '1'],
    ['JSON that was cut off', '{"issuer":"me"'],
    ['two objects', '{}{}'],
    ['a list ten thousand deep', '['.repeat(10_000) + ']'.repeat(10_000)],
  ])('calls %s invalid', async (_, body) => {
    expect(await codeFrom(fetchAnswered({ body }))).toBe('discovery_invalid');
  });

  it('calls a body over http.maxBody invalid', async () => {
    const body = { filler: 'x'.repeat(300 * 1024) };
    expect(await codeFrom(fetchAnswered({ body }))).toBe('discovery_invalid');
  });

  it('calls a small body that unpacks to more than http.maxBody invalid', async () => {
    const body = gzipSync(JSON.stringify({ filler: 'x'.repeat(5_000_000) }));
    const headers = { 'Content-Encoding': 'gzip' };
    expect(await codeFrom(fetchAnswered({ headers, body }))).toBe('discovery_invalid');
  });

  it('calls an encoding that nobody asked for invalid', async () => {
    const headers = { 'Content-Encoding': 'zstd' };
    expect(await codeFrom(fetchAnswered({ headers, body: '{}' }))).toBe('discovery_invalid');
  });

  it('calls a provider that hangs up unavailable', async () => {
    application.provider.answer('discovery', () => undefined);
    const url = `${application.provider.issuer}/.well-known/openid-configuration`;
    expect(await codeFrom(fetchFrom(url))).toBe('discovery_failed');
  });

  it('calls a provider that is not there unavailable', async () => {
    expect(await codeFrom(fetchFrom('http://127.0.0.1:1/jwks'))).toBe('discovery_failed');
  });

  it('calls an address that is not https invalid', async () => {
    expect(await codeFrom(fetchFrom('http://idp.example/jwks'))).toBe('discovery_invalid');
  });
});

describe('parseJson', () => {
  it('gives the value', () => {
    expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  });

  it('gives nothing for what is no JSON', () => {
    expect(parseJson('{a:1}')).toBeUndefined();
  });
});

describe('isJsonObject', () => {
  it('is true for an object', () => {
    expect(isJsonObject({})).toBe(true);
  });

  it.each([null, undefined, [], 'text', 1, true])('is false for %p', (value) => {
    expect(isJsonObject(value)).toBe(false);
  });
});
