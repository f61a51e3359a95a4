import { gzipSync } from 'node:zlib';

import { expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';

import { Browser } from '../support/browser.js';
import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused, type Misbehaviour } from '../support/expect-refused.js';
import { describeOnGrid } from '../support/grid.js';
import { oidccProfile } from '../support/provider-profile.js';
import { publishedKeys } from '../support/relying-party.js';
import { type Answer, StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';

const HOUR = 60 * 60;
const NO_KEYS = () => ({ keys: [] });

const says = (issuer: (op: StubProvider) => unknown) => (op: StubProvider) =>
  op.alter('discovery', { issuer: issuer(op) });
const answers = (answer: Answer) => (op: StubProvider) => op.answer('discovery', answer);
const names = (members: object) => (op: StubProvider) => op.alter('discovery', members);

/** Sends other than the honest document, as text. */
const sends = (alter: (honest: string) => string) => (op: StubProvider) =>
  op.answer('discovery', ({ body }) => ({ body: alter(JSON.stringify(body)) }));

const REFUSED: readonly Misbehaviour[] = [
  [
    'oidcc-client-test-discovery-issuer-mismatch',
    'discovery_issuer_mismatch',
    says((op) => `${op.issuer}INVALID`),
  ],
  ['D2 no issuer', 'discovery_issuer_mismatch', says(() => undefined)],
  ['D2 the issuer in a list', 'discovery_issuer_mismatch', says((op) => [op.issuer])],
  ['D2 the issuer with a slash', 'discovery_issuer_mismatch', says((op) => `${op.issuer}/`)],
  ['D2 the issuer in capitals', 'discovery_issuer_mismatch', says((op) => op.issuer.toUpperCase())],
  [
    'D2 the issuer under another name of the same host',
    'discovery_issuer_mismatch',
    says((op) => op.issuer.replace('127.0.0.1', 'localhost')),
  ],
  [
    'D2 the issuer with a path that leads back',
    'discovery_issuer_mismatch',
    says((op) => `${op.issuer}/a/..`),
  ],
  ['D2 the issuer with a query', 'discovery_issuer_mismatch', says((op) => `${op.issuer}?`)],

  ['D3 elsewhere', 'discovery_invalid', answers({ status: 302, headers: { Location: '/jwks' } })],
  [
    'D3 an endpoint that is a file',
    'discovery_invalid',
    names({ token_endpoint: 'file:///etc/passwd' }),
  ],
  [
    'D3 an endpoint that is data',
    'discovery_invalid',
    names({ authorization_endpoint: 'data:text/html,hi' }),
  ],
  [
    'D3 an endpoint that is a script',
    'discovery_invalid',
    names({ authorization_endpoint: 'javascript:alert(1)' }),
  ],
  ['D3 keys behind a relative URL', 'discovery_invalid', names({ jwks_uri: '/jwks' })],

  ['D4 a list', 'discovery_invalid', answers({ body: [] })],
  ['D4 null', 'discovery_invalid', answers({ body: 'null' })],
  ['D4 a text', 'discovery_invalid', answers({ body: '"discovery"' })],
  ['D4 nothing', 'discovery_invalid', answers({ body: '' })],
  [
    'D4 a page',
    'discovery_invalid',
    answers({ headers: { 'Content-Type': 'text/html' }, body: '<p>' }),
  ],
  ['D4 cut off', 'discovery_invalid', sends((honest) => honest.slice(0, -1))],
  ['D4 5 MB', 'discovery_invalid', sends((honest) => honest + ' '.repeat(5_000_000))],
  ['D4 10 000 deep', 'discovery_invalid', answers({ body: '['.repeat(10_000) })],
  [
    'D4 a bomb',
    'discovery_invalid',
    answers({ headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50_000_000)) }),
  ],
  ['D4 no token endpoint', 'discovery_invalid', names({ token_endpoint: undefined })],
  ['D4 a number as endpoint', 'discovery_invalid', names({ jwks_uri: 1 })],
  ['D4 404', 'discovery_invalid', answers({ status: 404 })],

  ['D8 down', 'discovery_failed', answers({ status: 503 })],
  ['D8 hanging up', 'discovery_failed', (op) => op.answer('discovery', () => undefined)],
];

describeOnGrid('Discovery', {}, (party) => {
  it('oidcc-client-test-discovery-openid-config', async () => {
    await expectAccepted(party());
    const [first] = party().provider.requests;
    expect(first?.url.pathname).toBe('/.well-known/openid-configuration');
  });

  it('oidcc-client-test-discovery-jwks-uri-keys', async () => {
    const { provider } = party();
    await expectAccepted(party());
    const endpoints = provider.requests.map(({ endpoint }) => endpoint);
    expect(endpoints).toEqual(['discovery', 'token', 'jwks', 'userinfo']);
    expect(provider.sent('jwks')[0]?.url.pathname).toMatch(/^\/jwks-[a-z]{10}$/);
  });

  it.each(REFUSED)('%s', async (_case, code, misbehave) => {
    await expectRefused(party(), { code, misbehave });
  });

  it('D4 deep, but honest', async () => {
    const depth = 10_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    await expectAccepted(
      party(),
      sends((honest) => honest.replace('{', `{"deep":${deep},`)),
    );
  });

  it('D6 one fetch for many logins', async () => {
    for (let login = 0; login < 5; login += 1) await expectAccepted(party());
    expect(party().provider.sent('discovery')).toHaveLength(1);
  });

  it('D6 the last good copy serves while the provider is down', async () => {
    await expectAccepted(party());
    party().clock.advance(2 * HOUR);
    await expectAccepted(party(), answers({ status: 503 }));
  });

  it('D7 one fetch for fifty first logins', async () => {
    const begins = await Promise.all(
      Array.from({ length: 50 }, () => party().begin(new Browser())),
    );
    expect(begins.map(({ status }) => status)).toEqual(Array(50).fill(302));
    expect(party().provider.sent('discovery')).toHaveLength(1);
  });

  it.each<[string, readonly string[] | undefined]>([
    ['nothing', undefined],
    ['plain alone', ['plain']],
  ])('D9 S256, though %s is advertised', async (_what, methods) => {
    await expectAccepted(party(), names({ code_challenge_methods_supported: methods }));
  });

  it('D10 the issuer changes: the last good copy stays', async () => {
    await expectAccepted(party());
    party().clock.advance(2 * HOUR);
    await expectAccepted(
      party(),
      says(() => 'https://evil.example'),
    );
  });

  it('D10 the keys move: they are fetched where they are now', async () => {
    const { provider, clock } = party();
    await expectAccepted(party());
    const elsewhere = await StubProvider.start({ client: { id: CLIENT_ID, keys: NO_KEYS } });
    elsewhere.keys = provider.keys;
    provider.alter('discovery', { jwks_uri: `${elsewhere.issuer}/jwks` });
    clock.advance(2 * HOUR);
    await expectAccepted(party());
    await elsewhere.stop();
    expect([provider, elsewhere].map((at) => at.sent('jwks').length)).toEqual([1, 1]);
  });

  it('N01 a token endpoint at a victim: our proof is worth nothing there', async () => {
    const victim = await StubProvider.start({
      client: { id: CLIENT_ID, keys: () => publishedKeys(party().url) },
      now: () => party().clock.seconds(),
    });
    party().provider.alter('discovery', { token_endpoint: `${victim.issuer}/token` });
    const { response } = await party().logIn(new Browser());
    await victim.stop();
    expect(response.status).toBe(502);
    expect(victim.complaints).toEqual(['proof of the client: another audience']);
  });
});

describeOnGrid(
  'Discovery of an issuer that ends in a slash',
  { profile: () => ({ ...oidccProfile(), issuerPath: '/' }) },
  (party) => {
    it('D1 one slash', async () => {
      await expectAccepted(party());
      expect(party().provider.issuer).toMatch(/\/$/);
      expect(party().provider.sent('discovery')[0]?.url.pathname).toBe(
        '/.well-known/openid-configuration',
      );
    });

    it('CA2 the audience keeps its slash', async () => {
      const { provider } = party();
      await expectAccepted(party());
      const [sent] = provider.sent('token');
      expect(decodeJwt(sent?.form.get('client_assertion') ?? '').aud).toBe(provider.issuer);
    });

    it('D2 the issuer without its slash', async () => {
      await expectRefused(party(), {
        code: 'discovery_issuer_mismatch',
        misbehave: says((op) => op.issuer.slice(0, -1)),
      });
    });

    it('I6 iss without its slash', async () => {
      await expectRefused(party(), {
        code: 'id_token_issuer_mismatch',
        misbehave: (op) => op.idToken(({ iss }) => ({ iss: iss.slice(0, -1) })),
      });
    });
  },
);
