import { deepFreeze } from '../common/deep-freeze.js';
import { hours, minutes } from '../common/durations.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { resolveKeySource, type KeySourceContext } from '../keys/sources/key-source.js';
import { assertionOptions } from './sections/assertion-options.js';
import { bearerOptions } from './sections/bearer-options.js';
import { cibaOptions } from './sections/ciba-options.js';
import type { CriiptoAuthOptions } from './criipto-auth-options.js';
import { headlessOptions } from './sections/headless-options.js';
import { hidden } from './reading/hidden.js';
import { ftnProblems } from './sections/ftn-options.js';
import { idTokenOptions } from './sections/id-token-options.js';
import { keySourceProblems } from './key-requirements.js';
import { loginOptions } from './sections/login-options.js';
import { logoutOptions } from './sections/logout-options.js';
import { SHAPE_NAMES } from './module-shape.js';
import { OptionReader } from './reading/option-reader.js';
import { readIssuer } from './reading/read-issuer.js';
import { readSite } from './reading/read-site.js';
import type { ResolvedOptions } from './resolved-options.js';
import { resolveRoutes, routeProblems, type RoutesOptions } from './sections/routes-options.js';
import { sessionOptions } from './sections/session-options.js';
import { storeOption } from './reading/store-option.js';
import { userInfoOption } from './sections/user-info-options.js';

const MAX_TRANSACTIONS = 50;
const NEEDS_STORE =
  '`routes.backchannelLogout` needs `session.store`, for nobody can end sessions that are in cookies: set `session.store`, such as `new RedisStore({ url })`, or leave the route off';

/**
 * Checks what the application wrote and fills in every default.
 *
 * @param shapeProblems what is wrong with what stands beside the options.
 * @throws {InvalidOptionsError} that lists every problem at once.
 */
export async function resolveOptions(
  written: CriiptoAuthOptions,
  writtenRoutes: RoutesOptions = {},
  environment: KeySourceContext['environment'] = process.env,
  shapeProblems: readonly string[] = [],
): Promise<ResolvedOptions> {
  const problems = [...shapeProblems, ...routeProblems(writtenRoutes)];
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
    'ciba',
    'headless',
    'bearer',
    'http',
    'ftn',
    'mapUser',
    ...SHAPE_NAMES,
  );
  // Nest takes them out of what was written to forRoot(), so that a factory must have returned them.
  for (const name of SHAPE_NAMES.filter((each) => root.has(each)))
    root.problem(
      name,
      'is needed before any factory runs: write it beside the factory in forRootAsync()',
    );

  const http = httpOptions(root.section('http'));
  const issuer = readIssuer(root, http.allowInsecureLoopback);
  const ftn = root.boolean('ftn', false);
  const options = {
    issuer,
    clientId: root.text(
      'clientId',
      'the "Client ID/Realm" of your application in the Criipto dashboard',
    ),
    clientSecret: root.optionalText('clientSecret'),
    site: readSite(root, http.allowInsecureLoopback),
    routes,
    session: sessionOptions(root.section('session')),
    login: loginOptions(root.section('login'), routes, ftn),
    assertion: assertionOptions(root.section('assertion')),
    idToken: idTokenOptions(root.section('idToken'), ftn),
    userInfo: userInfoOption(root, ftn),
    ciba: cibaOptions(root.section('ciba'), http.allowInsecureLoopback),
    headless: headlessOptions(root.section('headless'), issuer, http.allowInsecureLoopback),
    bearer: bearerOptions(root),
    http,
    ftn,
    mapUser: root.function<CriiptoAuthOptions['mapUser']>('mapUser'),
  };
  const transaction = transactionOptions(root.section('transaction'), options.session);
  const logout = logoutOptions(root.section('logout'), options);
  const keys = await resolveKeySource(written?.keys, {
    environment,
    algorithm: options.assertion.algorithm,
  });
  if (routes.backchannelLogout && !options.session.store) problems.push(NEEDS_STORE);
  if (ftn) problems.push(...ftnProblems(options));
  if ('problems' in keys) problems.push(...keys.problems);
  else problems.push(...(await keySourceProblems(keys.source, written?.keys, options)));
  if (problems.length > 0 || 'problems' in keys) throw new InvalidOptionsError(problems);
  return deepFreeze(hidden({ ...options, transaction, logout, keys: keys.source }, 'clientSecret'));
}

function transactionOptions(
  section: OptionReader,
  { store }: ResolvedOptions['session'],
): ResolvedOptions['transaction'] {
  section.allow('lifetime', 'maxParallel', 'store');
  return {
    lifetime: section.seconds('lifetime', minutes(15), hours(1)),
    maxParallel: section.number('maxParallel', 10, { min: 1, max: MAX_TRANSACTIONS }),
    store: storeOption(section, store),
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
