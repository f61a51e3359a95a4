import { closestName } from '../../common/closest-name.js';
import { acrValuesOf, EIDS_TO_LOG_IN } from '../../eid/assurance/eid-acr-values.js';
import type { Acr, Eid, LoginScope, UiLocales } from '../../eid/eids.js';
import {
  acrValueProblem,
  parameterNameProblem,
  plainTextProblem,
  type Problem,
  promptProblem,
  scopeProblem,
  uiLocalesProblem,
} from '../reading/login-parameters.js';
import type { EachOf, NameOf, OptionReader } from '../reading/option-reader.js';
import { ownPath } from '../reading/own-path.js';
import { requestPaths, type Site } from '../reading/site.js';
import type { Routes } from './routes-options.js';

/** What every login asks for; `LoginRequest` asks for more in one of them. */
export interface LoginOptions {
  /** Scopes with single spaces between them, `openid` among them. @default 'openid' */
  readonly scope?: LoginScope;
  /**
   * The eID or eIDs to offer. What comes back must satisfy one of them, by its eID and its level, or the login
   * fails with `acr_not_satisfied`.
   */
  readonly acrValues?: Acr | readonly Acr[];
  /**
   * The eIDs that a browser may ask for by `GET /auth/login?eid=mitid`, by the names of `CriiptoUser.eid`. A name asks
   * for that eID's values of `acrValues`, else for its usual one. Without them `eid` is ignored.
   */
  readonly eids?: readonly Eid[];
  /** Languages of the provider's pages with single spaces between them, such as `da en`. */
  readonly uiLocales?: UiLocales;
  /** Such as `login`, by which users log in again in spite of single sign-on. `none` is for one login only. */
  readonly prompt?: string;
  /** The same for every login; the functions of `loginHint` write one. */
  readonly loginHint?: string;
  /**
   * How the provider hands the code back. `form_post` cannot work on plain http in browsers of WebKit, such as Safari,
   * which drop the `Secure` cookie that it takes. @default 'query'
   */
  readonly responseMode?: 'query' | 'form_post';
  /** Pushed authorization requests (RFC 9126): when offered, always, or never. @default 'auto' */
  readonly pushed?: 'auto' | 'require' | 'never';
  /** Signs the authorization request with our key (RFC 9101), pushed or not. @default false */
  readonly signedRequest?: boolean;
  /** Further authorization parameters. Those of the protocol itself are refused. */
  readonly extraParams?: Readonly<Record<string, string>>;
  /** Where a login without `returnTo` ends: a path of this application. @default '/' */
  readonly defaultReturnTo?: string;
  /** Where a user who cancels at the eID comes back to: a path of this application. @default a page that says so */
  readonly cancelledPath?: string;
  /**
   * Takes callbacks from the application's own code too: a native application that was sent the redirect
   * URI posts its parameters as JSON. @default false
   */
  readonly appCallback?: boolean;
}

export type ResolvedLogin = ReturnType<typeof loginOptions>;

/** What the options of a login depend on. */
interface LoginDependencies {
  readonly site: Site;
  readonly routes: Routes;
  readonly ftn: boolean;
}

export function loginOptions(
  section: OptionReader<LoginOptions>,
  { site, routes, ftn }: LoginDependencies,
) {
  // A browser sent there would be sent to the provider again, and never arrive.
  const endless = [routes.login, routes.callback].flatMap((route) =>
    route?.mount ? requestPaths(site, route.path) : [],
  );
  const asked = acrValues(section);
  return {
    scope: parameter(section, 'scope', scopeProblem) ?? 'openid',
    acrValues: asked,
    eids: eidsOf(section, asked, routes),
    uiLocales: parameter(section, 'uiLocales', uiLocalesProblem),
    prompt: promptOf(section),
    loginHint: parameter(section, 'loginHint', plainTextProblem),
    responseMode: section.choice('responseMode', ['query', 'form_post'] as const, 'query'),
    pushed: section.choice('pushed', ['auto', 'require', 'never'] as const, 'auto'),
    signedRequest: section.boolean('signedRequest', ftn),
    extraParams: section.section('extraParams', extraParams),
    defaultReturnTo: ownPath(section, 'defaultReturnTo', endless),
    cancelledPath:
      section.optionalText('cancelledPath') === undefined
        ? undefined
        : ownPath(section, 'cancelledPath', endless),
    appCallback: section.boolean('appCallback', false),
  } as const satisfies EachOf<LoginOptions>;
}

/** By default nobody could ever log in so. */
function promptOf(section: OptionReader<LoginOptions>): string | undefined {
  const prompt = parameter(section, 'prompt', promptProblem);
  if (prompt?.split(' ').includes('none'))
    section.problem(
      'prompt',
      'cannot be "none" for every login: ask for it with `LoginService#begin()`, or in `loginRequest()` of your own guard',
    );
  return prompt;
}

function eidsOf(
  section: OptionReader<LoginOptions>,
  asked: readonly string[],
  { login }: Routes,
): readonly Eid[] {
  const written = section.optionalTexts('eids');
  if (written.length > 0 && !login)
    section.problem('eids', 'needs the login route: leave it out, or switch `routes.login` on');
  for (const name of written) {
    const problem = eidProblem(name, asked);
    if (problem !== undefined) section.problem('eids', problem);
  }
  const known = written.flatMap((name) => EIDS_TO_LOG_IN.find((eid) => eid === name) ?? []);
  return [...new Set(known)];
}

function eidProblem(name: string, asked: readonly string[]): Problem {
  if (!EIDS_TO_LOG_IN.some((eid) => eid === name)) {
    const meant = closestName(name, EIDS_TO_LOG_IN);
    return meant === undefined
      ? `names an eID by which nobody can log in: known are ${EIDS_TO_LOG_IN.join(', ')}`
      : `names an eID that is unknown: did you mean "${meant}"?`;
  }
  return acrValuesOf(name, asked).length > 0
    ? undefined
    : `names "${name}", of which \`login.acrValues\` has no value: add one, or take the name out`;
}

function acrValues(section: OptionReader<LoginOptions>): readonly string[] {
  const values = section.optionalTexts('acrValues');
  const problem = values.map(acrValueProblem).find((each) => each !== undefined);
  if (problem !== undefined) section.problem('acrValues', problem);
  return values;
}

function extraParams(
  section: OptionReader<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const name of section.names()) {
    const problem = parameterNameProblem(name);
    if (problem === undefined) parameter(section, name, plainTextProblem);
    else section.problem(name, problem);
  }
  return section.record();
}

function parameter<T extends object>(
  section: OptionReader<T>,
  name: NameOf<T>,
  problemOf: (value: string) => Problem,
): string | undefined {
  const value = section.optionalText(name);
  const problem = value === undefined ? undefined : problemOf(value);
  if (problem !== undefined) section.problem(name, problem);
  return value;
}
