/**
 * Where a path of an application is: below `baseUrl`, or as it stands if the path of `baseUrl` is in front already, as
 * browsers have it. A whole URL stays what it is.
 */
export function applicationUrl(path: string, baseUrl: string): URL {
  const basePath = new URL(baseUrl).pathname.replace(/\/+$/, '');
  const isInFront = path.startsWith(basePath) && /^[/?#]?$/.test(path.charAt(basePath.length));
  const isPath = /^\/(?!\/)/.test(path);
  return new URL(isPath && !isInFront ? basePath + path : path, baseUrl);
}
