import { hours, minutes } from '../common/durations.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { safeReturnTo } from '../http/return-to.js';
import { resolveKeySource, type KeySourceContext } from '../keys/key-source.js';
import { isSigningAlgorithm, type SigningAlgorithm } from '../keys/algorithms.js';
import type { KeyValueStore } from '../stores/key-value-store.js';
import type { CriiptoAuthOptions } from './criipto-auth-options.js';
import { hidden } from './hidden.js';
import { OptionReader } from './option-reader.js';
import { readIssuer } from './read-issuer.js';
import { readSite } from './read-site.js';
import type { ResolvedOptions } from './resolved-options.js';
import { resolveRoutes, routeProblems, type Routes, type RoutesOptions } from './routes.js';

const PROTOCOL_PARAMETERS = [
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
];
const MIN_SECRET_LENGTH = 32;
const MAX_TRANSACTIONS = 50;
const STORE_METHODS = ['get', 'set', 'take', 'putIfAbsent', 'compareAndSet'] as const;

/**
 * Checks what the application wrote and fills in every default.
 *
 * @throws {InvalidOptionsError} that lists every problem at once.
 */
export async function resolveOptions(
  written: CriiptoAuthOptions,
  writtenRoutes: RoutesOptions = {},
  environment: KeySourceContext['environment'] = process.env,
): Promise<ResolvedOptions> {
  const problems = routeProblems(writtenRoutes);
  const routes = resolveRoutes(writtenRoutes);
  const root = OptionReader.of(written, problems);
  root.allow(
    'domain',
    'issuer',
    'clientId',
    'clientSecret',
    'baseUrl',
    'keys',
    'session',
    'login',
    'assertion',
    'idToken',
    'userInfo',
    'transaction',
    'logout',
    'http',
    'mapUser',
  );

  const http = httpOptions(root.section('http'));
  const options = {
    issuer: readIssuer(root, http.allowInsecureLoopback),
    clientId: root.text(
      'clientId',
      'the "Client ID/Realm" of your application in the Criipto dashboard',
    ),
    clientSecret: root.optionalText('clientSecret'),
    site: readSite(root, http.allowInsecureLoopback),
    routes,
    session: sessionOptions(root.section('session')),
    login: loginOptions(root.section('login'), routes),
    assertion: assertionOptions(root.section('assertion')),
    idToken: idTokenOptions(root.section('idToken')),
    userInfo: root.choice('userInfo', [false, 'required'] as const, false),
    transaction: transactionOptions(root.section('transaction')),
    logout: logoutOptions(root.section('logout')),
    http,
    mapUser: root.function<CriiptoAuthOptions['mapUser']>('mapUser'),
  };
  const keys = await resolveKeySource(written?.keys, {
    environment,
    algorithm: options.assertion.algorithm,
  });
  if ('problems' in keys) problems.push(...keys.problems);
  if (problems.length > 0 || 'problems' in keys) throw new InvalidOptionsError(problems);
  return deepFreeze(hidden({ ...options, keys: keys.source }, 'clientSecret'));
}

function sessionOptions(section: OptionReader): ResolvedOptions['session'] {
  section.allow('secret', 'cookieName', 'idle', 'absolute');
  const secrets = section.texts(
    'secret',
    'at least 32 random characters, kept outside of the code: `openssl rand -base64 32` makes them',
  );
  if (secrets.some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    section.problem(
      'secret',
      `is too short: at least ${MIN_SECRET_LENGTH} characters, such as \`openssl rand -base64 32\` makes`,
    );
  }
  const cookieName = section.optionalText('cookieName') ?? 'criipto-session';
  if (!/^[\w-]+$/.test(cookieName))
    section.problem('cookieName', 'may hold letters, digits, "-" and "_" only');
  if (/^criipto-log(?:in|out)/.test(cookieName))
    section.problem('cookieName', 'is a name that logins and logouts use: take another');
  const idle = section.seconds('idle', minutes(30));
  const absolute = section.seconds('absolute', hours(8));
  if (idle > absolute) section.problem('idle', 'cannot be longer than `session.absolute`');
  return hidden({ secrets, cookieName, idle, absolute }, 'secrets');
}

function loginOptions(section: OptionReader, routes: Routes): ResolvedOptions['login'] {
  section.allow(
    'scope',
    'acrValues',
    'uiLocales',
    'prompt',
    'loginHint',
    'responseMode',
    'pushed',
    'extraParams',
    'defaultReturnTo',
    'cancelledPath',
  );
  const scope = section.optionalText('scope') ?? 'openid';
  if (!scope.split(' ').includes('openid')) section.problem('scope', 'must include "openid"');
  // A browser sent there would be sent to the provider again, and never arrive.
  const endless = [routes.login, routes.callback].flatMap((route) =>
    route?.mount ? [route.path] : [],
  );
  return {
    scope,
    acrValues: section.optionalTexts('acrValues'),
    uiLocales: section.optionalText('uiLocales'),
    prompt: section.optionalText('prompt'),
    loginHint: section.optionalText('loginHint'),
    responseMode: section.choice('responseMode', ['query', 'form_post'] as const, 'query'),
    pushed: section.choice('pushed', ['auto', 'require', 'never'] as const, 'auto'),
    extraParams: extraParams(section.section('extraParams')),
    defaultReturnTo: ownPath(section, 'defaultReturnTo', endless),
    cancelledPath:
      section.optionalText('cancelledPath') === undefined
        ? undefined
        : ownPath(section, 'cancelledPath', endless),
  };
}

function extraParams(section: OptionReader): Readonly<Record<string, string>> {
  for (const name of section.names()) {
    if (PROTOCOL_PARAMETERS.includes(name))
      section.problem(name, 'belongs to the protocol and cannot be overridden');
    else section.optionalText(name);
  }
  return section.record();
}

function ownPath(section: OptionReader, name: string, forbidden: readonly string[] = []): string {
  const path = section.optionalText(name) ?? '/';
  if (safeReturnTo(path, forbidden) === undefined)
    section.problem(name, 'must be a path of this application, such as "/welcome"');
  return path;
}

function assertionOptions(section: OptionReader): ResolvedOptions['assertion'] {
  section.allow('lifetime', 'audience', 'typ', 'algorithm');
  return {
    lifetime: section.seconds('lifetime', 60, 300),
    audience: audienceOf(section),
    typ: section.isFalse('typ')
      ? false
      : (section.optionalText('typ') ?? 'client-authentication+jwt'),
    algorithm: algorithmOf(section),
  };
}

/** A list stays a list, also of one: some providers want it so. */
function audienceOf(section: OptionReader): string | readonly string[] {
  const audience = section.optionalTexts('audience');
  const [only = 'issuer'] = audience;
  if (!section.isList('audience') || audience.length === 0) return only;
  if (audience.includes('issuer') || audience.includes('endpoint')) {
    section.problem(
      'audience',
      'has "issuer" or "endpoint" in a list: write it alone, or write the URLs that you mean',
    );
  }
  return audience;
}

function algorithmOf(section: OptionReader): SigningAlgorithm | undefined {
  const algorithm = section.optionalText('algorithm');
  if (algorithm === undefined || isSigningAlgorithm(algorithm)) return algorithm;
  section.problem('algorithm', 'must be one of RS256, PS256, ES256, EdDSA or their longer kin');
  return undefined;
}

function idTokenOptions(section: OptionReader): ResolvedOptions['idToken'] {
  section.allow('alg', 'clockTolerance');
  const alg = section.optionalText('alg') ?? 'RS256';
  if (!isSigningAlgorithm(alg))
    section.problem('alg', 'must be one asymmetric algorithm, such as "RS256"');
  return {
    alg: isSigningAlgorithm(alg) ? alg : 'RS256',
    clockTolerance: section.number('clockTolerance', 60, { min: 0, max: 300 }, ' of seconds'),
  };
}

function transactionOptions(section: OptionReader): ResolvedOptions['transaction'] {
  section.allow('lifetime', 'maxParallel', 'store');
  return {
    lifetime: section.seconds('lifetime', minutes(15), hours(1)),
    maxParallel: section.number('maxParallel', 10, { min: 1, max: MAX_TRANSACTIONS }),
    store: storeOf(section),
  };
}

function storeOf(section: OptionReader): KeyValueStore | undefined {
  const store = section.object<KeyValueStore>('store');
  // By its methods, so that a store from another copy of this package is one too.
  if (store && STORE_METHODS.some((method) => typeof store[method] !== 'function')) {
    section.problem('store', 'is no complete KeyValueStore: write `class … extends KeyValueStore`');
  }
  return store;
}

function logoutOptions(section: OptionReader): ResolvedOptions['logout'] {
  section.allow('provider', 'returnTo');
  return {
    provider: section.boolean('provider', true),
    returnTo:
      section.optionalText('returnTo') === undefined ? undefined : ownPath(section, 'returnTo'),
  };
}

function httpOptions(section: OptionReader): ResolvedOptions['http'] {
  section.allow('timeouts', 'maxBody', 'allowInsecureLoopback');
  const timeouts = section.section('timeouts');
  timeouts.allow('connect', 'metadata', 'request');
  return {
    timeouts: {
      connect: timeouts.seconds('connect', 3, 60),
      metadata: timeouts.seconds('metadata', 5, 60),
      request: timeouts.seconds('request', 10, 60),
    },
    maxBody: section.number('maxBody', 256 * 1024, { min: 1024, max: 1024 * 1024 }, ' of bytes'),
    allowInsecureLoopback: section.boolean('allowInsecureLoopback', false),
  };
}

/** Freezes plain objects and arrays all the way down; instances of classes (keys, stores) stay as they are. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && !Array.isArray(value)) return value;
  for (const name of Object.getOwnPropertyNames(value)) deepFreeze(Reflect.get(value, name));
  return Object.freeze(value);
}
