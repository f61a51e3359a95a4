import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { Browser } from '../support/browser.js';
import { expectRefused, type Misbehaviour } from '../support/expect-refused.js';
import { describeOnGrid } from '../support/grid.js';
import type { Answer, Endpoint } from '../support/stub-provider.js';

const HUGE = 'x'.repeat(10_000_000);
const HTML: Answer = { headers: { 'Content-Type': 'text/html' }, body: '<h1>Maintenance</h1>' };
const BOMB: Answer = {
  headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
  body: gzipSync(`{"a":"${HUGE}"}`),
};
const ELSEWHERE: Answer = { status: 302, headers: { Location: 'http://169.254.169.254/latest' } };

const A_TOKEN = { 'Content-Type': 'application/jwt' };
const inUtf16 = ({ body }: Answer): Answer => ({
  headers: { 'Content-Type': 'application/json; charset=utf-16' },
  body: Buffer.from(JSON.stringify(body), 'utf16le'),
});

const answering =
  (endpoint: Endpoint, answer: Answer): Misbehaviour[2] =>
  (provider) =>
    provider.answer(endpoint, answer);

const AT_DISCOVERY: readonly Misbehaviour[] = [
  ['hangs up', 'discovery_failed', (provider) => provider.answer('discovery', () => undefined)],
  ['answers 500', 'discovery_failed', answering('discovery', { status: 500 })],
  ['answers 429', 'discovery_failed', answering('discovery', { status: 429 })],
  ['answers 404', 'discovery_invalid', answering('discovery', { status: 404 })],
  ['answers with a page', 'discovery_invalid', answering('discovery', HTML)],
  ['answers with a list', 'discovery_invalid', answering('discovery', { body: [] })],
  ['sends the client elsewhere', 'discovery_invalid', answering('discovery', ELSEWHERE)],
  ['answers with ten megabytes', 'discovery_invalid', answering('discovery', { body: HUGE })],
  ['answers with a bomb', 'discovery_invalid', answering('discovery', BOMB)],
  [
    'calls what is no gzip so',
    'discovery_invalid',
    answering('discovery', { headers: { 'Content-Encoding': 'gzip' }, body: 'plain' }),
  ],
];

const AT_ITS_KEYS: readonly Misbehaviour[] = [
  ['hangs up', 'provider_keys_unavailable', (provider) => provider.answer('jwks', () => undefined)],
  ['answers 500', 'provider_keys_unavailable', answering('jwks', { status: 500 })],
  ['answers with a page', 'provider_keys_unavailable', answering('jwks', HTML)],
  ['sends the client elsewhere', 'provider_keys_unavailable', answering('jwks', ELSEWHERE)],
  ['answers with ten megabytes', 'provider_keys_unavailable', answering('jwks', { body: HUGE })],
  ['answers with a bomb', 'provider_keys_unavailable', answering('jwks', BOMB)],
  ['publishes none', 'id_token_key_unknown', answering('jwks', { body: { keys: [] } })],
  ['publishes no set', 'provider_keys_unavailable', answering('jwks', { body: { keys: {} } })],
];

const AT_THE_TOKEN_ENDPOINT: readonly Misbehaviour[] = [
  ['hangs up', 'provider_unreachable', (provider) => provider.answer('token', () => undefined)],
  ['answers 500', 'provider_temporarily_unavailable', answering('token', { status: 500 })],
  [
    'answers 503 with a page',
    'provider_temporarily_unavailable',
    answering('token', { ...HTML, status: 503 }),
  ],
  ['answers with a page', 'provider_response_invalid', answering('token', HTML)],
  ['answers with nothing', 'provider_response_invalid', answering('token', {})],
  ['answers with a list', 'provider_response_invalid', answering('token', { body: [] })],
  ['sends the client elsewhere', 'provider_response_invalid', answering('token', ELSEWHERE)],
  ['answers with ten megabytes', 'provider_response_invalid', answering('token', { body: HUGE })],
  ['answers with a bomb', 'provider_response_invalid', answering('token', BOMB)],
  [
    'leaves the ID token out',
    'id_token_missing',
    (provider) => provider.alter('token', { id_token: undefined }),
  ],
  [
    'leaves the access token out',
    'provider_response_invalid',
    (provider) => provider.alter('token', { access_token: undefined }),
  ],
  [
    'gives another kind of token',
    'provider_response_invalid',
    (provider) => provider.alter('token', { token_type: 'mac' }),
  ],
  [
    'gives tokens that never end',
    'provider_response_invalid',
    (provider) => provider.alter('token', { expires_in: '1e999' }),
  ],
  [
    'gives tokens that ended before they began',
    'provider_response_invalid',
    (provider) => provider.alter('token', { expires_in: -1 }),
  ],
  [
    'calls its tokens a token',
    'provider_response_invalid',
    (provider) => provider.answer('token', (honest) => ({ ...honest, headers: A_TOKEN })),
  ],
  [
    'writes its tokens in UTF-16',
    'provider_response_invalid',
    (provider) => provider.answer('token', inUtf16),
  ],
  [
    'gives an ID token that is no text',
    'id_token_missing',
    (provider) => provider.alter('token', { id_token: {} }),
  ],
];

describeOnGrid('a provider that', { options: { userInfo: false } }, (party) => {
  describe('at discovery', () => {
    it.each(AT_DISCOVERY)('%s', async (_name, code, misbehave) => {
      await expectRefused(party(), { code, misbehave });
    });
  });

  describe('at its keys', () => {
    it.each(AT_ITS_KEYS)('%s', async (_name, code, misbehave) => {
      await expectRefused(party(), { code, misbehave });
    });
  });

  describe('at the token endpoint', () => {
    it.each(AT_THE_TOKEN_ENDPOINT)('%s', async (_name, code, misbehave) => {
      await expectRefused(party(), { code, misbehave });
    });
  });

  it('sets cookies gets none of them back', async () => {
    const { provider } = party();
    provider.answer('discovery', (honest) => ({ ...honest, headers: { 'Set-Cookie': 'a=b' } }));
    await party().logIn(new Browser());
    for (const { headers } of provider.requests) expect(headers.cookie).toBeUndefined();
  });
});
