import { closestName } from '../../common/closest-name.js';
import { isJsonObject } from '../../common/json.js';

/**
 * One route of ours: another path, `true` for its usual one, `false` to switch it off, or `{ path, mount: false }`
 * when your own controller answers at that path.
 */
export type RouteOption = string | boolean | { readonly path: string; readonly mount: false };

/** The routes that the module mounts. Paths are below `baseUrl`; a global prefix does not move them. */
export interface RoutesOptions {
  /** `GET`: starts a login. @default '/auth/login' */
  readonly login?: RouteOption;
  /** `GET`, or `POST` with `responseMode: 'form_post'`: the redirect URI. @default '/auth/callback' */
  readonly callback?: RouteOption;
  /** `POST`: ends the session. @default '/auth/logout' */
  readonly logout?: RouteOption;
  /** `GET`: where the provider sends the browser after logout. @default '/auth/logged-out' */
  readonly loggedOut?: RouteOption;
  /**
   * `POST`: where the provider, server to server, tells of logouts. `true` for `/auth/backchannel-logout`. Needs
   * `session.store`. @default false
   */
  readonly backchannelLogout?: RouteOption;
  /** `GET`: the public keys of this application. @default '/.well-known/jwks.json' */
  readonly jwks?: RouteOption;
}

/** The names of our routes, as in the option `routes`. */
export type RouteName = keyof RoutesOptions;

/** Where a route is, if it is anywhere, and whether the module answers there. */
export interface Route {
  /** Below `baseUrl`. */
  readonly path: string;
  /** `false` when a controller of the application answers there. */
  readonly mount: boolean;
}

/** The routes as resolved: `undefined` for one that is switched off, which the callback cannot be. */
export type Routes = Readonly<
  Record<Exclude<RouteName, 'callback'>, Route | undefined> & Record<'callback', Route>
>;

const DEFAULT_PATHS: Readonly<Record<RouteName, string>> = {
  login: '/auth/login',
  callback: '/auth/callback',
  logout: '/auth/logout',
  loggedOut: '/auth/logged-out',
  backchannelLogout: '/auth/backchannel-logout',
  jwks: '/.well-known/jwks.json',
};

/** Those that are there only when they are asked for. */
const OFF: ReadonlySet<RouteName> = new Set(['backchannelLogout']);

export const ROUTE_NAMES = Object.keys(DEFAULT_PATHS) as readonly RouteName[]; // the keys as declared above

export function resolveRoutes(options: RoutesOptions = {}): Routes {
  return {
    login: resolveRoute('login', options),
    callback: resolveRoute('callback', options) ?? { path: DEFAULT_PATHS.callback, mount: true },
    logout: resolveRoute('logout', options),
    loggedOut: resolveRoute('loggedOut', options),
    backchannelLogout: resolveRoute('backchannelLogout', options),
    jwks: resolveRoute('jwks', options),
  };
}

/**
 * Where a late callback by form is sent on to, which is a GET of ours: a controller of the application may take forms
 * alone at its callback, so that another path is ours there.
 */
export function lateCallbackPath({ path, mount }: Route): string {
  return mount ? `${path}?late` : `${path}/late`;
}

/** The paths at which the module answers, as they stand below `baseUrl`. */
export function mountedRoutes(routes: Routes): readonly string[] {
  const { callback } = routes;
  const mounted = Object.values(routes).flatMap((route) => (route?.mount ? [route.path] : []));
  return callback.mount ? mounted : [...mounted, lateCallbackPath(callback)];
}

function resolveRoute(name: RouteName, options: RoutesOptions): Route | undefined {
  const option = options[name] ?? !OFF.has(name);
  if (option === false) return undefined;
  if (option === true) return { path: DEFAULT_PATHS[name], mount: true };
  return typeof option === 'string'
    ? { path: option, mount: true }
    : { path: option.path, mount: false };
}

const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

/** What is wrong with the routes, each with what to write instead. */
export function routeProblems(options: RoutesOptions): string[] {
  const routes = resolveRoutes(options);
  const problems = unknownNames(options);
  const taken = new Map<string, RouteName>();
  for (const name of ROUTE_NAMES) {
    const route = routes[name];
    if (!route) continue;
    if (!isRouteOption(options[name])) {
      problems.push(
        `\`routes.${name}\` must be a path, true, false, or { path, mount: false } when your own controller answers there`,
      );
      continue;
    }
    const { path } = route;
    if (!PATH.test(path))
      problems.push(
        `\`routes.${name}\` must be a plain path such as "${DEFAULT_PATHS[name]}", without a trailing slash or parameters`,
      );
    // Express knows no case in paths.
    const other = taken.get(path.toLowerCase());
    if (other)
      problems.push(
        `\`routes.${name}\` and \`routes.${other}\` are both "${path}": give each its own path`,
      );
    taken.set(path.toLowerCase(), name);
  }
  if (options.callback === false)
    problems.push(
      '`routes.callback` cannot be false, for the provider must send the browser somewhere: if your own controller answers, write { path: "/its/path", mount: false }',
    );
  return problems;
}

/** A route that is not said to be left to the application would be mounted by nobody. */
function isRouteOption(written: unknown): written is RouteOption | undefined {
  if (isJsonObject(written))
    return typeof written['path'] === 'string' && written['mount'] === false;
  return written === undefined || typeof written === 'boolean' || typeof written === 'string';
}

function unknownNames(options: RoutesOptions): string[] {
  return Object.keys(options)
    .filter((name) => !ROUTE_NAMES.some((known) => known === name))
    .map((name) => {
      const meant = closestName(name, ROUTE_NAMES);
      return meant === undefined
        ? `\`routes.${name}\` is unknown: known are ${ROUTE_NAMES.join(', ')}`
        : `\`routes.${name}\` is unknown: did you mean \`routes.${meant}\`?`;
    });
}
