import { deepFreeze } from '../common/deep-freeze.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { proxyProblems } from '../http-client/environment-proxies.js';
import { resolveKeySource, type KeySourceContext } from '../keys/sources/key-source.js';
import { cookieNamesOf } from './cookie-names.js';
import type { CriiptoAuthOptions } from './criipto-auth-options.js';
import { keySourceProblems } from './key-requirements.js';
import { SHAPE_NAMES, type ShapeOptions } from './module-shape.js';
import { type EachOf, OptionReader } from './reading/option-reader.js';
import { readIssuer } from './reading/read-issuer.js';
import { readSite } from './reading/read-site.js';
import type { ResolvedOptions } from './resolved-options.js';
import { assertionOptions } from './sections/assertion-options.js';
import { auditOption } from './sections/audit-option.js';
import { bearerOptions } from './sections/bearer-options.js';
import { cibaOptions } from './sections/ciba-options.js';
import { clientSecretOption } from './sections/client-secret-option.js';
import { ftnProblems } from './sections/ftn-options.js';
import { headlessOptions } from './sections/headless-options.js';
import { httpOptions } from './sections/http-options.js';
import { idTokenOptions } from './sections/id-token-options.js';
import { loginOptions } from './sections/login-options.js';
import { logoutOptions } from './sections/logout-options.js';
import { pagesOptions } from './sections/pages-options.js';
import {
  resolveRoutes,
  routeProblems,
  type Routes,
  type RoutesOptions,
} from './sections/routes-options.js';
import { sessionOptions } from './sections/session-options.js';
import { transactionOptions } from './sections/transaction-options.js';
import { userInfoOption } from './sections/user-info-options.js';
import { webSocketOriginsOption } from './sections/web-socket-origins-option.js';

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
  const root = OptionReader.of<CriiptoAuthOptions & ShapeOptions>(written, problems);
  const options = readOptions(root, resolveRoutes(writtenRoutes));
  const writtenKeys = root.value('keys');
  refuseShape(root);
  root.finish();
  const keys = await resolveKeySource(writtenKeys, {
    environment,
    algorithm: options.assertion.algorithm,
  });
  if (options.routes.backchannelLogout && !options.session.store) problems.push(NEEDS_STORE);
  if (!options.http.dispatcher) problems.push(...proxyProblems(environment));
  if (options.ftn) problems.push(...ftnProblems(options));
  if ('problems' in keys) problems.push(...keys.problems);
  else problems.push(...(await keySourceProblems(keys.source, writtenKeys, options)));
  if (problems.length > 0 || 'problems' in keys) throw new InvalidOptionsError(problems);
  return deepFreeze({ ...options, keys: keys.source });
}

/** All but the keys, which have to be fetched. */
function readOptions(root: OptionReader<CriiptoAuthOptions>, routes: Routes) {
  const http = root.section('http', httpOptions);
  const { allowInsecureLoopback } = http;
  const identity = readIdentity(root, allowInsecureLoopback);
  const { issuer, clientId, site, cookieNames } = identity;
  const basicAuthorization = clientSecretOption(root, clientId);
  const ftn = root.boolean('ftn', false);
  const session = root.section('session', (section) =>
    sessionOptions(section, `${issuer} ${clientId}`, cookieNames.session),
  );
  const idToken = root.section('idToken', (section) => idTokenOptions(section, ftn));
  return {
    ...identity,
    basicAuthorization,
    routes,
    session,
    login: root.section('login', (section) => loginOptions(section, { site, routes, ftn })),
    assertion: root.section('assertion', (section) =>
      assertionOptions(section, ftn || root.has('domain')),
    ),
    idToken,
    userInfo: userInfoOption(root, ftn),
    transaction: root.section('transaction', (section) => transactionOptions(section, session)),
    logout: root.section('logout', (section) => logoutOptions(section, { session, idToken })),
    pages: root.section('pages', pagesOptions),
    ciba: root.section('ciba', (section) => cibaOptions(section, allowInsecureLoopback)),
    headless: root.section('headless', (section) =>
      headlessOptions(section, issuer, allowInsecureLoopback),
    ),
    bearer: root.has('bearer') ? root.section('bearer', bearerOptions) : undefined,
    http,
    ftn,
    mapUser: root.function('mapUser'),
    audit: auditOption(root),
    webSocketOrigins: webSocketOriginsOption(root, site, allowInsecureLoopback),
  } as const satisfies EachOf<Omit<ResolvedOptions, 'keys'>>;
}

/** Who this application is, to the provider and to browsers. */
function readIdentity(root: OptionReader<CriiptoAuthOptions>, allowInsecureLoopback: boolean) {
  const issuer = readIssuer(root, allowInsecureLoopback);
  const clientId = root.text(
    'clientId',
    'the "Client ID/Realm" of your application in the Criipto dashboard',
  );
  const site = readSite(root, allowInsecureLoopback);
  return { issuer, clientId, site, cookieNames: cookieNamesOf({ issuer, clientId, site }) };
}

/** Nest takes it out of what was written to forRoot(), so that a factory must have returned it. */
function refuseShape(root: OptionReader<ShapeOptions>): void {
  for (const name of SHAPE_NAMES) {
    if (!root.has(name)) continue;
    root.problem(
      name,
      'is needed before any factory runs: write it beside the factory in forRootAsync()',
    );
  }
}
