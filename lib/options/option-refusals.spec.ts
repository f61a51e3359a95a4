import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { Agent } from 'undici';

import { FakeClock } from '../../test/support/fake-clock.js';
import {
  MINIMAL,
  problemsOf,
  resolveWritten,
  SECRET,
  type Written,
} from '../../test/support/written-options.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import type { CriiptoAuthOptions } from './criipto-auth-options.js';
import { resolveOptions } from './resolve-options.js';

/** What is written beside the least that is needed, and the one sentence that answers it. */
type Refusal = readonly [written: Written, problem: string];

/** Several values that are answered alike. */
function each<T>(values: readonly T[], write: (value: T) => Written, problem: string): Refusal[] {
  return values.map((value) => [write(value), problem]);
}

const issuer = (url: string) => ({ domain: undefined, issuer: url });
const session = (changes: Written) => ({ session: { secret: SECRET, ...changes } });
const inStore = () => session({ store: new InMemoryStore(new FakeClock()) });
const login = (changes: Written) => ({ login: changes });
const assertion = (changes: Written) => ({ assertion: changes });
const http = (changes: Written) => ({ http: changes });

/** Answers as undici 6 does, in its own words. */
const olderDispatcher = {
  dispatch: (_request: unknown, handler: Record<string, () => void>) => handler['onError']?.(),
  close: async () => undefined,
  destroy: async () => undefined,
};

const LOOPBACK_ADVICE =
  'must be https: for development on this machine, set `http: { allowInsecureLoopback: true }`';

const endpointRefusals = (section: 'ciba' | 'headless'): Refusal[] => [
  ...each(
    ['/bc-authorize', 'idp.example/x', 'https://idp.example/x?y=1', 'https://idp.example/x#y'],
    (endpoint) => ({ [section]: { endpoint } }),
    `\`${section}.endpoint\` must be an absolute URL without query or fragment`,
  ),
  ...each(
    ['http://idp.example/x', 'ftp://idp.example/x'],
    (endpoint) => ({ [section]: { endpoint } }),
    `\`${section}.endpoint\` must be https`,
  ),
  [
    { [section]: { endpoint: 'http://localhost:9000/x' } },
    `\`${section}.endpoint\` ${LOOPBACK_ADVICE}`,
  ],
];

const REFUSALS: Readonly<Record<string, readonly Refusal[]>> = {
  domain: [
    [
      { domain: undefined },
      '`domain` is missing: write your Criipto domain, such as "acme.criipto.id", or give `issuer` for another OpenID provider',
    ],
    ...each(
      ['', '  ', 42, null],
      (domain) => ({ domain }),
      '`domain` must be a text that is not empty',
    ),
    ...each(
      [
        'https://acme.criipto.id',
        'acme.criipto.id/',
        'acme.criipto.id:443',
        'acme',
        'acme.criipto.id\n',
        'acme..id',
        '-acme.criipto.id',
        'user@acme.criipto.id',
      ],
      (domain) => ({ domain }),
      '`domain` must be a host name alone, such as "acme.criipto.id": no scheme, path or slash',
    ),
    ...each(
      ['localhost:3001', '127.0.0.1:3001'],
      (domain) => ({ domain }),
      '`domain` is on this machine: for development, set `http: { allowInsecureLoopback: true }`',
    ),
    ...each(
      ['localhost', 'localhost:', 'localhost:x', 'evil.localhost:3001', '127.0.0.2:3001'],
      (domain) => ({ domain, http: { allowInsecureLoopback: true } }),
      '`domain` must be a host name alone, such as "acme.criipto.id": no scheme, path or slash',
    ),
  ],

  issuer: [
    [{ issuer: 'https://acme.criipto.id' }, '`issuer` and `domain` cannot both be given: keep one'],
    [{ domain: undefined, issuer: 42 }, '`issuer` must be a text that is not empty'],
    ...each(
      [
        'acme.criipto.id',
        'https://id.example.org?a=b',
        'https://id.example.org?',
        'https://id.example.org#a',
        'https://user@id.example.org',
        'https://:password@id.example.org',
        ' https://id.example.org',
        'https://id.example.org\n',
        'mailto:id@example.org',
      ],
      issuer,
      "`issuer` must be an absolute URL without query or fragment, exactly as the provider's discovery document spells it",
    ),
    ...each(
      ['http://id.example.org', 'ftp://localhost', 'http://localhost.example.org'],
      issuer,
      '`issuer` must be https',
    ),
    [
      { ...issuer('http://id.example.org'), http: { allowInsecureLoopback: true } },
      '`issuer` must be https',
    ],
    [issuer('http://localhost:4000'), `\`issuer\` ${LOOPBACK_ADVICE}`],
  ],

  clientId: [
    ...each(
      [undefined, ''],
      (clientId) => ({ clientId }),
      '`clientId` is missing: the "Client ID/Realm" of your application in the Criipto dashboard',
    ),
    ...each(
      [42, '  '],
      (clientId) => ({ clientId }),
      '`clientId` must be a text: the "Client ID/Realm" of your application in the Criipto dashboard',
    ),
  ],

  baseUrl: [
    [
      { baseUrl: undefined },
      '`baseUrl` is missing: the URL at which browsers reach this application, such as "https://app.example.com"',
    ],
    [
      { baseUrl: 3000 },
      '`baseUrl` must be a text: the URL at which browsers reach this application, such as "https://app.example.com"',
    ],
    ...each(
      [
        'app.example.com',
        '/app',
        'https://app.example.com?a=b',
        'https://app.example.com#a',
        'https://user@app.example.com',
        'https://app.example.com\n',
        'mailto:app@example.com',
      ],
      (baseUrl) => ({ baseUrl }),
      '`baseUrl` must be an absolute URL without query or fragment, such as "https://app.example.com"',
    ),
    [{ baseUrl: 'http://app.example.com' }, '`baseUrl` must be https'],
    [{ baseUrl: 'http://localhost:3000' }, `\`baseUrl\` ${LOOPBACK_ADVICE}`],
  ],

  keys: [
    [
      { keys: undefined },
      '`keys` is missing: say where your private key is, such as `{ pem: process.env.CRIIPTO_PRIVATE_KEY }`',
    ],
  ],

  session: [
    ...each(
      [{}, { secret: undefined }, { secret: '' }, { secret: [] }],
      (written) => ({ session: written }),
      '`session.secret` is missing: at least 32 random characters, kept outside of the code: `openssl rand -base64 32` makes them',
    ),
    ...each(
      ['x'.repeat(31), [SECRET, 'short']],
      (secret) => session({ secret }),
      '`session.secret` is too short: at least 32 characters, such as `openssl rand -base64 32` makes',
    ),
    ...each(
      [42, [SECRET, undefined], { a: SECRET }],
      (secret) => session({ secret }),
      '`session.secret` must be a text or a list of texts',
    ),
    ...each(
      ['a b', 'a;b', 'a=b', 'ø'],
      (cookieName) => session({ cookieName }),
      '`session.cookieName` may hold letters, digits, "-" and "_" only',
    ),
    ...each(
      ['criipto-logout', 'criipto-login-x', 'criipto-seen', 'criipto-seen-1', 'criipto-age'],
      (cookieName) => session({ cookieName }),
      '`session.cookieName` begins like a cookie that the module sets beside it: take another',
    ),
    [session({ cookieName: '' }), '`session.cookieName` must be a text that is not empty'],
    ...each(
      [
        'public, max-age=60',
        'max-age=60',
        'no-cache',
        's-maxage=60, private',
        'private, public',
        'private="set-cookie"',
      ],
      (cacheControl) => session({ cacheControl }),
      '`session.cacheControl` lets a cache that many users share keep what is for one of them: write `private` or `no-store` into it, and neither `public` nor `s-maxage`',
    ),
    ...each(
      ['private\r\nset-cookie: a=b', 'private, x="ø"'],
      (cacheControl) => session({ cacheControl }),
      '`session.cacheControl` may hold printable ASCII characters only',
    ),
    ...each(
      ['', true, 60],
      (cacheControl) => session({ cacheControl }),
      '`session.cacheControl` must be a text that is not empty',
    ),
    ...each(
      [0, -1, 1.5, Number.NaN, '1800', null],
      (idle) => session({ idle }),
      '`session.idle` must be a whole number of seconds, at least 1',
    ),
    [
      session({ absolute: '8h' }),
      '`session.absolute` must be a whole number of seconds, at least 1',
    ],
    [
      session({ idle: 601, absolute: 600 }),
      '`session.idle` cannot be longer than `session.absolute`',
    ],
    [
      session({ store: {} }),
      '`session.store` is no complete KeyValueStore: write `class … extends KeyValueStore`',
    ],
    ...each(
      [0, 501],
      (maxPerUser) => session({ maxPerUser, store: new InMemoryStore(new FakeClock()) }),
      '`session.maxPerUser` must be a whole number, from 1 to 500',
    ),
    [
      session({ maxPerUser: 1 }),
      '`session.maxPerUser` needs `session.store`: cookies are not counted',
    ],
    ...each(
      ['yes', 1],
      (tokens) => session({ tokens, store: new InMemoryStore(new FakeClock()) }),
      '`session.tokens` must be true or false',
    ),
    [
      session({ tokens: true }),
      '`session.tokens` needs `session.store`, for tokens never go to the browser: write `store: new RedisStore({ url })`, or `new InMemoryStore(new SystemClock())` for one instance',
    ],
  ],

  login: [
    ...each(
      ['profile', 'openid.profile', 'OpenID'],
      (scope) => login({ scope }),
      '`login.scope` must include "openid"',
    ),
    [login({ scope: '' }), '`login.scope` must be a text that is not empty'],
    [login({ uiLocales: ['da'] }), '`login.uiLocales` must be a text that is not empty'],
    [login({ prompt: '' }), '`login.prompt` must be a text that is not empty'],
    [login({ loginHint: 42 }), '`login.loginHint` must be a text that is not empty'],
    ...each(
      [42, ['urn:grn:authn:se:bankid', '']],
      (acrValues) => login({ acrValues }),
      '`login.acrValues` must be a text or a list of texts',
    ),
    [login({ responseMode: 'fragment' }), '`login.responseMode` must be "query" or "form_post"'],
    [login({ pushed: true }), '`login.pushed` must be "auto" or "require" or "never"'],
    ...each(
      ['//evil.example', 'welcome', 'https://app.example.com/', '/auth/login', '/auth/callback'],
      (defaultReturnTo) => login({ defaultReturnTo }),
      '`login.defaultReturnTo` must be a path of this application, such as "/welcome"',
    ),
    ...each(
      ['//evil.example', '/auth/login'],
      (cancelledPath) => login({ cancelledPath }),
      '`login.cancelledPath` must be a path of this application, such as "/welcome"',
    ),
  ],

  'login.signedRequest': each(
    ['required', 1, null],
    (signedRequest) => login({ signedRequest }),
    '`login.signedRequest` must be true or false',
  ),

  'login.extraParams': [
    [login({ extraParams: 'a=b' }), '`login.extraParams` must be an object'],
    ...each(
      [1, '', ['a']],
      (action) => login({ extraParams: { action } }),
      '`login.extraParams.action` must be a text that is not empty',
    ),
    ...[
      'response_type',
      'response_mode',
      'client_id',
      'redirect_uri',
      'scope',
      'state',
      'nonce',
      'code_challenge',
      'code_challenge_method',
      'acr_values',
      'ui_locales',
      'prompt',
      'login_hint',
      'max_age',
      'request',
      'request_uri',
      'client_secret',
      'client_assertion',
      'client_assertion_type',
      'iss',
      'sub',
      'aud',
      'exp',
      'nbf',
      'iat',
      'jti',
    ].map((name): Refusal => [
      login({ extraParams: { [name]: 'x' } }),
      `\`login.extraParams.${name}\` belongs to the protocol and cannot be overridden`,
    ]),
  ],

  assertion: [
    ...each(
      [0, 301, 60.5, '60'],
      (lifetime) => assertion({ lifetime }),
      '`assertion.lifetime` must be a whole number of seconds, from 1 to 300',
    ),
    ...each(
      [1, ['https://idp.example', 1]],
      (audience) => assertion({ audience }),
      '`assertion.audience` must be a text or a list of texts',
    ),
    ...each(
      [['issuer', 'https://idp.example/token'], ['endpoint']],
      (audience) => assertion({ audience }),
      '`assertion.audience` has "issuer" or "endpoint" in a list: write it alone, or write the URLs that you mean',
    ),
    ...each(
      [true, ''],
      (typ) => assertion({ typ }),
      '`assertion.typ` must be a text that is not empty',
    ),
    ...each(
      ['HS256', 'none', 'rs256', 'constructor'],
      (algorithm) => assertion({ algorithm }),
      '`assertion.algorithm` must be one of RS256, PS256, ES256, EdDSA or their longer kin',
    ),
  ],

  idToken: [
    ...each(
      ['HS256', 'none'],
      (alg) => ({ idToken: { alg } }),
      '`idToken.alg` must be one asymmetric algorithm, such as "RS256"',
    ),
    ...each(
      [-1, 301, 0.5],
      (clockTolerance) => ({ idToken: { clockTolerance } }),
      '`idToken.clockTolerance` must be a whole number of seconds, from 0 to 300',
    ),
  ],

  'idToken.maxSize': each(
    [0, 4095, 131_073, 5000.5, '16384'],
    (maxSize) => ({ idToken: { maxSize } }),
    '`idToken.maxSize` must be a whole number of bytes, from 4096 to 131072',
  ),

  'idToken.decryption': each(
    [true, 'optional', null],
    (decryption) => ({ idToken: { decryption } }),
    '`idToken.decryption` must be false or "required"',
  ),

  userInfo: each(
    [true, 'plain', null],
    (userInfo) => ({ userInfo }),
    '`userInfo` must be false or "required" or "signed" or "signedAndEncrypted"',
  ),

  transaction: [
    ...each(
      [0, 3601],
      (lifetime) => ({ transaction: { lifetime } }),
      '`transaction.lifetime` must be a whole number of seconds, from 1 to 3600',
    ),
    ...each(
      [0, 51],
      (maxParallel) => ({ transaction: { maxParallel } }),
      '`transaction.maxParallel` must be a whole number, from 1 to 50',
    ),
    [{ transaction: { store: 'redis://localhost' } }, '`transaction.store` must be an object'],
    ...each(
      [{}, new Map()],
      (store) => ({ transaction: { store } }),
      '`transaction.store` is no complete KeyValueStore: write `class … extends KeyValueStore`',
    ),
  ],

  logout: [
    [{ logout: { provider: 'criipto' } }, '`logout.provider` must be true or false'],
    ...each(
      ['https://evil.example', '//evil.example'],
      (returnTo) => ({ logout: { returnTo } }),
      '`logout.returnTo` must be a path of this application, such as "/welcome"',
    ),
    [{ logout: { returnTo: '' } }, '`logout.returnTo` must be a text that is not empty'],
    [
      { ...inStore(), logout: { idTokenHint: 'yes' } },
      '`logout.idTokenHint` must be true or false',
    ],
    [
      { logout: { idTokenHint: true } },
      '`logout.idTokenHint` needs `session.store`: no ID token fits into a cookie',
    ],
  ],

  'ciba and headless': [
    ...endpointRefusals('ciba'),
    ...endpointRefusals('headless'),
    [{ headless: { grantType: '' } }, '`headless.grantType` must be a text that is not empty'],
    ...each(
      [0, 61, 0.5, '5'],
      (interval) => ({ headless: { interval } }),
      '`headless.interval` must be a whole number of seconds, from 1 to 60',
    ),
  ],

  http: [
    [http({ timeouts: 5 }), '`http.timeouts` must be an object'],
    ...(['connect', 'metadata', 'request'] as const).flatMap((name) =>
      each(
        [0, 61, '5s'],
        (seconds) => http({ timeouts: { [name]: seconds } }),
        `\`http.timeouts.${name}\` must be a whole number of seconds, from 1 to 60`,
      ),
    ),
    ...each(
      [1023, 1_048_577, Infinity],
      (maxBody) => http({ maxBody }),
      '`http.maxBody` must be a whole number of bytes, from 1024 to 1048576',
    ),
    [http({ allowInsecureLoopback: 'yes' }), '`http.allowInsecureLoopback` must be true or false'],
    ...each(
      ['http://proxy:3128', null, {}],
      (dispatcher) => http({ dispatcher }),
      '`http.dispatcher` must be a dispatcher of undici 7, such as `new ProxyAgent("http://proxy:3128")`',
    ),
    [
      http({ dispatcher: olderDispatcher }),
      '`http.dispatcher` was made with another major version of undici than 7: `npm install undici@7`, and make it with that',
    ],
  ],

  mapUser: [[{ mapUser: {} }, '`mapUser` must be a function']],
  audit: each(
    [true, 'off', null, 'none'],
    (audit) => ({ audit }),
    '`audit` must be "refuse" or "warn" or false',
  ),
  webSocketOrigins: [
    ...each(
      [
        'https://app.example.com/',
        'https://app.example.com/chat',
        'https://app.example.com:443',
        'HTTPS://app.example.com',
        'app.example.com',
        'null',
        '*',
      ],
      (origin) => ({ webSocketOrigins: [origin] }),
      '`webSocketOrigins` must have nothing but origins, as browsers send them: scheme, host and, where it is not the usual one, port, such as "https://app.example.com"',
    ),
    [
      { webSocketOrigins: [] },
      '`webSocketOrigins` is missing: an origin such as "https://app.example.com"',
    ],
    [{ webSocketOrigins: 'https://app.example.com' }, '`webSocketOrigins` must be a list'],
    [{ webSocketOrigins: [42] }, '`webSocketOrigins` must be a text or a list of texts'],
    [{ webSocketOrigins: ['http://app.example.com'] }, '`webSocketOrigins` must be https'],
    [{ webSocketOrigins: ['http://localhost:5173'] }, `\`webSocketOrigins\` ${LOOPBACK_ADVICE}`],
  ],

  'a section': [
    'login',
    'assertion',
    'idToken',
    'transaction',
    'logout',
    'ciba',
    'headless',
    'http',
  ].flatMap((name) =>
    each(['x', null, []], (value) => ({ [name]: value }), `\`${name}\` must be an object`),
  ),

  'a misspelt name': [
    [{ domian: 'x' }, '`domian` is unknown: did you mean `domain`?'],
    [{ baseURL: 'x' }, '`baseURL` is unknown: did you mean `baseUrl`?'],
    [session({ secrets: 'x' }), '`session.secrets` is unknown: did you mean `session.secret`?'],
    [login({ acr_values: 'x' }), '`login.acr_values` is unknown: did you mean `login.acrValues`?'],
    [assertion({ type: 'x' }), '`assertion.type` is unknown: did you mean `assertion.typ`?'],
    [{ idToken: { algo: 'x' } }, '`idToken.algo` is unknown: did you mean `idToken.alg`?'],
    [
      { transaction: { lifeTime: 1 } },
      '`transaction.lifeTime` is unknown: did you mean `transaction.lifetime`?',
    ],
    [
      { logout: { returnto: '/' } },
      '`logout.returnto` is unknown: did you mean `logout.returnTo`?',
    ],
    [{ ciba: { endpont: 'x' } }, '`ciba.endpont` is unknown: did you mean `ciba.endpoint`?'],
    [
      { headless: { grant_type: 'x' } },
      '`headless.grant_type` is unknown: did you mean `headless.grantType`?',
    ],
    [http({ timeout: {} }), '`http.timeout` is unknown: did you mean `http.timeouts`?'],
    [
      http({ timeouts: { requests: 1 } }),
      '`http.timeouts.requests` is unknown: did you mean `http.timeouts.request`?',
    ],
  ],

  'a name that is like none': [
    [
      { logout: { everywhere: true } },
      '`logout.everywhere` is unknown: known are provider, returnTo, idTokenHint',
    ],
  ],
};

describe.each(Object.entries(REFUSALS))('resolveOptions refuses, of %s,', (_option, refusals) => {
  it.each(refusals.map(([written, problem]) => [oneLine(written), written, problem] as const))(
    '%s',
    async (_name, written, problem) => {
      expect(await problemsOf(resolveWritten(written))).toEqual([problem]);
    },
  );
});

describe('resolveOptions refuses', () => {
  it.each(['isGlobal', 'globalGuard', 'routes', 'routesMetadata', 'imports', 'providers'])(
    '%s among what a factory returns, when it is too late for it',
    async (name) => {
      expect(await problemsOf(resolveWritten({ [name]: true }))).toEqual([
        `\`${name}\` is needed before any factory runs: write it beside the factory in forRootAsync()`,
      ]);
    },
  );

  it('a misspelt name of what shapes the module', async () => {
    expect(await problemsOf(resolveWritten({ globalGaurd: true }))).toEqual([
      '`globalGaurd` is unknown: did you mean `globalGuard`?',
    ]);
  });

  it('a proxy of the environment whose address is none, where Node is told to use it', async () => {
    const environment = { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: 'proxy:secret' };
    expect(await problemsOf(resolveOptions(MINIMAL, {}, environment))).toEqual([
      expect.stringMatching(/^The variable HTTPS_PROXY is no address of a proxy/),
    ]);
    const http = { dispatcher: new Agent() };
    expect(await problemsOf(resolveOptions({ ...MINIMAL, http }, {}, environment))).toEqual([]);
  });

  it('a text in place of the session, which lacks its secret besides', async () => {
    expect(await problemsOf(resolveWritten({ session: SECRET }))).toEqual([
      '`session` must be an object',
      expect.stringMatching(/^`session.secret` is missing/),
    ]);
  });

  it.each([undefined, null, 'x', [MINIMAL]])('%j in place of the options', async (written) => {
    const options = written as unknown as CriiptoAuthOptions; // as a factory may return
    const [first] = await problemsOf(resolveOptions(options, {}, {}));
    expect(first).toBe('The options must be an object: check what your factory returns');
  });
});

function oneLine(written: Written): string {
  return inspect(written, { breakLength: Infinity, depth: 4 });
}
