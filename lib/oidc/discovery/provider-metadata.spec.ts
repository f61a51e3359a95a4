import { afterEach, describe, expect, it } from '@jest/globals';

import { startApplication, stopApplications } from '../../../test/support/application.js';
import { codeFrom, codeOf } from '../../../test/support/code-of.js';
import { minutes } from '../../common/durations.js';
import type { JsonObject } from '../../common/json.js';
import { cachedMetadata, readMetadata } from './provider-metadata.js';

const ISSUER = 'https://acme.criipto.id';

const document = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/oauth2/authorize`,
  token_endpoint: `${ISSUER}/oauth2/token`,
  jwks_uri: `${ISSUER}/.well-known/jwks`,
};

const codeOfReading = (members: JsonObject): unknown =>
  codeOf(() => readMetadata({ ...document, ...members }, ISSUER));

describe('readMetadata', () => {
  it('takes what a provider must say', () => {
    expect(readMetadata(document, ISSUER)).toEqual(document);
  });

  it('takes what a provider may say', () => {
    const more = {
      userinfo_endpoint: `${ISSUER}/oauth2/userinfo`,
      end_session_endpoint: `${ISSUER}/oauth2/logout`,
      pushed_authorization_request_endpoint: `${ISSUER}/oauth2/par`,
      require_pushed_authorization_requests: true,
      authorization_response_iss_parameter_supported: true,
      acr_values_supported: ['urn:grn:authn:mock'],
    };
    expect(readMetadata({ ...document, ...more }, ISSUER)).toEqual({ ...document, ...more });
  });

  it('leaves out what nobody here understands', () => {
    const told = { mtls_endpoint_aliases: {}, claims_supported: ['sub'] };
    expect(readMetadata({ ...document, ...told }, ISSUER)).toEqual(document);
  });

  it('takes endpoints on other hosts', () => {
    const elsewhere = { jwks_uri: 'https://keys.example.net/jwks' };
    expect(readMetadata({ ...document, ...elsewhere }, ISSUER)).toMatchObject(elsewhere);
  });

  it.each([true, false])('keeps a flag of %p', (flag) => {
    const told = { request_parameter_supported: flag };
    expect(readMetadata({ ...document, ...told }, ISSUER)).toEqual({ ...document, ...told });
  });

  it.each(['true', 1, {}, null])('takes a flag of %p for none', (flag) => {
    const told = { require_pushed_authorization_requests: flag };
    expect(readMetadata({ ...document, ...told }, ISSUER)).toEqual(document);
  });

  it.each([
    ['userinfo_endpoint', null],
    ['end_session_endpoint', ''],
    ['pushed_authorization_request_endpoint', null],
    ['acr_values_supported', null],
    ['acr_values_supported', []],
    ['id_token_signing_alg_values_supported', []],
  ])('takes %s for left out when it is %j', (name, nothing) => {
    const { [name]: _known, ...others }: Record<string, unknown> = { ...document };
    expect(readMetadata({ ...document, [name]: nothing }, ISSUER)).toEqual(others);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(readMetadata(document, ISSUER))).toBe(true);
  });
});

describe('readMetadata refuses the issuer', () => {
  it.each([
    `${ISSUER}INVALID`,
    `${ISSUER}/`,
    'https://ACME.criipto.id',
    'https://acme.criipto.id:443',
    'http://acme.criipto.id',
    'acme.criipto.id',
    'https://acme.criipto.id/t1/..',
    'https://аcme.criipto.id', // a Cyrillic a
    ` ${ISSUER}`,
    '',
    undefined,
    null,
    [ISSUER],
    { issuer: ISSUER },
  ])('%p', (issuer) => {
    expect(codeOfReading({ issuer })).toBe('discovery_issuer_mismatch');
  });

  it('that lacks the slash that is configured', () => {
    expect(codeOf(() => readMetadata(document, `${ISSUER}/`))).toBe('discovery_issuer_mismatch');
  });
});

describe('readMetadata, of an issuer that would like to be read in the log, says', () => {
  const reading = (issuer: unknown) => () => readMetadata({ ...document, issuer }, ISSUER);

  it('one plain line', () => {
    expect(reading('https://evil.example\r\nLogin completed\u009b2J\u2028')).toThrow(
      String.raw`"https://evil.example\u000d\u000aLogin completed\u009b2J\u2028"`,
    );
  });

  it('no more than fits into one', () => {
    expect(reading(`https://${'x'.repeat(100_000)}`)).toThrow(/^.{200,500}$/);
  });

  it('of what kind it is, when it is no text', () => {
    expect(reading(1)).toThrow('its issuer is a number');
  });
});

describe('readMetadata refuses a document', () => {
  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'])('without %s', (name) => {
    expect(codeOfReading({ [name]: undefined })).toBe('discovery_invalid');
  });

  it.each(['/oauth2/token', '', null, 1, [`${ISSUER}/oauth2/token`], {}])(
    'with the endpoint %p',
    (endpoint) => {
      expect(codeOfReading({ token_endpoint: endpoint })).toBe('discovery_invalid');
    },
  );

  it.each([
    ['a line break', `${ISSUER}/\noauth2`],
    ['a tab', `${ISSUER}/\toauth2`],
    ['a space before it', ` ${ISSUER}/oauth2`],
    ['a space within', `${ISSUER}/oauth2 token`],
    ['a character that steers a terminal', `${ISSUER}/\u009b2J`],
    ['letters beyond ASCII', 'https://\u0430cme.criipto.id/oauth2'],
    ['no slashes', 'https:acme.criipto.id/oauth2'],
    ['one slash', 'https:/acme.criipto.id/oauth2'],
    ['slashes that lean back', 'https:\\\\acme.criipto.id\\oauth2'],
  ])('whose endpoint has %s, which a parser would mend', (_what, endpoint) => {
    expect(codeOfReading({ jwks_uri: endpoint })).toBe('discovery_invalid');
  });

  it.each([
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'userinfo_endpoint',
    'end_session_endpoint',
    'pushed_authorization_request_endpoint',
  ])('whose %s is not https', (name) => {
    expect(codeOfReading({ [name]: 'http://acme.criipto.id/oauth2' })).toBe('discovery_invalid');
  });

  it.each([
    'http://127.0.0.1/authorize',
    'javascript:alert(1)',
    'data:text/html,hello',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    'ftp://acme.criipto.id/',
  ])('that sends browsers to %s', (url) => {
    expect(codeOfReading({ authorization_endpoint: url })).toBe('discovery_invalid');
  });
});

describe('readMetadata of a provider on this machine', () => {
  const issuer = 'http://127.0.0.1:9000';
  const told = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  };

  it('takes plain http', () => {
    expect(readMetadata(told, issuer)).toEqual(told);
  });

  it('refuses what is no address in the web', () => {
    const hostile = { ...told, authorization_endpoint: 'javascript:alert(1)' };
    expect(codeOf(() => readMetadata(hostile, issuer))).toBe('discovery_invalid');
  });
});

describe('cachedMetadata', () => {
  afterEach(stopApplications);

  it('asks at the well-known path below the issuer, and nowhere else', async () => {
    const { http, clock, provider } = await startApplication();
    provider.alter('discovery', { issuer: `${provider.issuer}/` });
    const source = { issuer: `${provider.issuer}/`, timeout: 5 };
    await cachedMetadata(http, clock, source).get();
    expect(provider.requests.map(({ url }) => url.pathname)).toEqual([
      '/.well-known/openid-configuration',
    ]);
  });

  it('keeps the document as long as the provider says', async () => {
    const { client, clock, provider } = await startApplication();
    const headers = { 'Cache-Control': `max-age=${minutes(20)}` };
    provider.answer('discovery', (honest) => ({ ...honest, headers }));
    await client.metadata();
    clock.advance(minutes(20) - 1);
    await client.metadata();
    expect(provider.sent('discovery')).toHaveLength(1);
    clock.advance(1);
    await client.metadata();
    expect(provider.sent('discovery')).toHaveLength(2);
  });

  it('keeps the last good copy when the issuer changes', async () => {
    const { client, clock, provider } = await startApplication();
    await client.metadata();
    provider.alter('discovery', { issuer: 'https://evil.example' });
    clock.advance(minutes(60));
    expect((await client.metadata()).issuer).toBe(provider.issuer);
    expect(provider.sent('discovery')).toHaveLength(2);
  });

  it('calls a provider that is down unavailable', async () => {
    const { client, provider } = await startApplication();
    provider.answer('discovery', { status: 503 });
    expect(await codeFrom(client.metadata())).toBe('discovery_failed');
  });

  it('calls a page in place of the document invalid', async () => {
    const { client, provider } = await startApplication();
    provider.answer('discovery', { body: '<!doctype html>' });
    expect(await codeFrom(client.metadata())).toBe('discovery_invalid');
  });
});
