/** Headers, in small letters, that hold directives of `Cache-Control`: for all caches, or for one kind of shared cache. */
export const WITH_DIRECTIVES = /cache-control$|^(?:surrogate|edge)-control$/;

/** Headers, in small letters, for one kind of shared cache, which asks nothing else: RFC 9213, and nginx's own. */
export const SAID_TO_NETWORKS = /.-cache-control$|^(?:surrogate|edge)-control$|^x-accel-expires$/;

/**
 * Whether `Cache-Control` lets a cache that many users share keep an answer (RFC 9111 section 3). `no-cache` and
 * `max-age=0` do: they only say when it has to ask again.
 */
export function sharedCachesMayKeep(cacheControl: string): boolean {
  const directives = directivesOf(cacheControl);
  if (directives.includes('no-store')) return false;
  // With names of fields, as in `private="set-cookie"`, it is said of these fields alone.
  return !directives.includes('private') || directives.some(isForSharedCaches);
}

/** Whether it lets no cache at all keep an answer. */
export function nobodyMayKeep(cacheControl: string): boolean {
  return directivesOf(cacheControl).includes('no-store');
}

function directivesOf(cacheControl: string): readonly string[] {
  const unquoted = cacheControl.replaceAll(/"[^"]*"/g, '""');
  return unquoted.split(',').map((directive) => directive.trim().toLowerCase());
}

/** Beside `private` a contradiction, which each cache resolves in its own way. */
function isForSharedCaches(directive: string): boolean {
  return directive === 'public' || directive.startsWith('s-maxage');
}
