const MAX_LENGTH = 2048;
const NOWHERE: ReadonlySet<string> = new Set();
const ORIGIN = 'http://return-to.invalid';
/** What a URL parser leaves as it is: no dots, no encoded characters, nothing that stands for something else. */
const PLAIN_PATH = /^\/(?!\/)[\w/-]*$/;
/** Control characters, halves of characters, and what turns the direction of a text. The two that join letters are letters. */
const UNREADABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;
/**
 * One slash, and no more that stands for another host: not even encoded, lest somebody decodes it later, and none of
 * the signs that look like a second one.
 */
const ROOTED_PATH = /^\/(?![/\\]|%2f|%5c|%[01]|[／＼⁄∕⧸⧵〱-〵ゝゞーｰ])/i;
const ENCODED_ASCII = /%([2-7][\da-f])/gi;

/**
 * The path to send a browser back to, or `undefined` when it could lead anywhere but to a page of this
 * application. Nothing is decoded: a path is taken as a browser would take it, or not at all. Letters of other
 * languages, and spaces, are encoded as a browser would.
 *
 * @param forbidden paths that must not be returned to, such as those of login and logout themselves, as
 *   `routedPaths` has them.
 */
export function safeReturnTo(
  value: unknown,
  forbidden: ReadonlySet<string> = NOWHERE,
): string | undefined {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  if (PLAIN_PATH.test(value)) return forbidden.has(asRouted(value)) ? undefined : value;
  if (UNREADABLE.test(value) || value.includes('\\') || !ROOTED_PATH.test(value)) return undefined;
  // A parser would cut spaces off the end.
  const encoded = value.replaceAll(' ', '%20');
  if (!URL.canParse(encoded, ORIGIN)) return undefined;
  const url = new URL(encoded, ORIGIN);
  const path = url.pathname + url.search + url.hash;
  // Dot segments may dissolve into a second slash, which a browser would read as another host.
  if (url.origin !== ORIGIN || !ROOTED_PATH.test(path) || path.length > MAX_LENGTH)
    return undefined;
  return forbidden.size > 0 && forbidden.has(asRouted(url.pathname)) ? undefined : path;
}

/** Paths as they are compared, which is made of them once. */
export function routedPaths(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.map(asRouted));
}

/** What all paths to one route have in common: some routers decode, ignore case, or slashes at the end or in a row. */
export function asRouted(path: string): string {
  return path
    .replace(ENCODED_ASCII, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .toLowerCase();
}
