/** Where browsers reach this application. */
export interface Site {
  /** Scheme, host and port. */
  readonly origin: string;
  /** The path that every path of ours stands below; empty for a site of its own. */
  readonly basePath: string;
  /** Whether it is https: else cookies go without `__Host-` and `Secure`. */
  readonly secure: boolean;
}

/** An absolute URL of ours, whatever host the request named. */
export function absoluteUrl(site: Site, path: string): string {
  return `${site.origin}${site.basePath}${path}`;
}

/**
 * An absolute URL of a page of the application. Its path stands below `baseUrl`, or has the path of `baseUrl` in front
 * already, as browsers have it.
 */
export function pageUrl(site: Site, path: string): string {
  const { origin, basePath } = site;
  // By whole segments: `/app` is in front of `/app/orders` and not of `/apples`.
  const isInFront = path.startsWith(basePath) && /^[/?#]?$/.test(path.charAt(basePath.length));
  return isInFront ? `${origin}${path}` : absoluteUrl(site, path);
}

/** The paths at which a request may be for a path of ours: as it stands below `baseUrl`, and as browsers have it. */
export function requestPaths({ basePath }: Site, path: string): readonly string[] {
  return basePath === '' ? [path] : [path, `${basePath}${path}`];
}
