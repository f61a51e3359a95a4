import { requestPaths } from './reading/site.js';
import type { ResolvedOptions } from './resolved-options.js';
import { mountedRoutes } from './sections/routes-options.js';

type PlacedRoutes = Pick<ResolvedOptions, 'site' | 'routes'>;

/** The paths at which the module answers, as requests may have them. */
export function mountedPaths({ site, routes }: PlacedRoutes): readonly string[] {
  return mountedRoutes(routes).flatMap((path) => requestPaths(site, path));
}

/** The same of all that the options name, also where a controller of the application answers. */
export function namedPaths({ site, routes }: PlacedRoutes): readonly string[] {
  return Object.values(routes).flatMap((route) => (route ? requestPaths(site, route.path) : []));
}
