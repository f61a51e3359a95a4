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
