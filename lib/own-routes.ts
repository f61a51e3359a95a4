/** What Nest writes to classes, in every version of it. */
const CONTROLLER_PATH = 'path';
const MODULE_PATH = '__module_path__';

/** What routers take as it stands: no parameters, nothing encoded. */
const PLAIN_PATH = /^(?:\/[\w.~-]+)+$/;

/**
 * Has controllers answer below a path as well as at the root: a proxy may take the path of `baseUrl` away, or leave it
 * where it is. Nest reads this when it registers routes.
 */
export function alsoBelow(basePath: string, controllers: Iterable<object>): void {
  const paths = PLAIN_PATH.test(basePath) ? ['/', basePath] : '/';
  for (const controller of controllers) Reflect.defineMetadata(CONTROLLER_PATH, paths, controller);
}

/** Where `RouterModule` moves the routes of a module in an application, if it does. */
export function movedTo(module: object, applicationId: string): string | undefined {
  const path: unknown =
    Reflect.getMetadata(MODULE_PATH + applicationId, module) ??
    Reflect.getMetadata(MODULE_PATH, module);
  return typeof path === 'string' && path !== '' && path !== '/' ? path : undefined;
}
