import { applicationUrl } from './application-url.js';

/** A cookie as Playwright's `context.addCookies()` takes it. */
export interface JarCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** Seconds since the epoch; -1 for a cookie that lives as long as the browser. */
  readonly expires: number;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}

/**
 * The cookies of somebody who is logged in, for the tools of a test: `fetch` is one of its own, `cookie` is
 * what supertest's `.set('Cookie', …)` takes, and `cookies` what Playwright's `context.addCookies()` takes.
 */
export class CookieJar {
  private readonly kept = new Map<string, JarCookie>();

  /** @param baseUrl where the application is. */
  constructor(readonly baseUrl: string) {}

  /** For Playwright: `await context.addCookies([...jar.cookies])`. */
  get cookies(): readonly JarCookie[] {
    const now = Date.now() / 1000;
    return [...this.kept.values()].filter(({ expires }) => expires === -1 || expires > now);
  }

  /** For any client that takes a header: supertest's `.set('Cookie', jar.cookie)`. */
  get cookie(): string {
    return this.cookieFor('/');
  }

  /**
   * `fetch` with these cookies, which keeps those that the application answers with. Paths are those of the
   * application. Redirects are not followed unless `init` says so: their cookies would be lost.
   */
  readonly fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = applicationUrl(path, this.baseUrl);
    const headers = new Headers(init.headers);
    if (this.isOwn(url)) headers.set('cookie', this.cookieFor(url.pathname));
    const response = await fetch(url, { redirect: 'manual', ...init, headers });
    if (this.isOwn(url)) this.keep(response, url);
    return response;
  };

  private cookieFor(path: string): string {
    return this.cookies
      .filter((cookie) => isBelow(path, cookie.path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private keep(response: Response, url: URL): void {
    for (const header of response.headers.getSetCookie()) {
      const cookie = parse(header, url);
      if (cookie) this.kept.set(`${cookie.path} ${cookie.name}`, cookie);
    }
  }

  /** Cookies know no port. */
  private isOwn({ hostname }: URL): boolean {
    return hostname === new URL(this.baseUrl).hostname;
  }
}

/** A `Set-Cookie` (RFC 6265 section 5.2), as far as applications on this machine use it. */
function parse(header: string, url: URL): JarCookie | undefined {
  const [pair = '', ...rest] = header.split(';');
  const [, name, value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
  if (name === undefined) return undefined;
  const attributes = new Map(
    rest.map((text) => {
      const [key = '', content = ''] = text.split(/=(.*)/s);
      return [key.trim().toLowerCase(), content.trim()] as const;
    }),
  );
  const path = attributes.get('path') ?? '';
  return {
    name,
    value,
    domain: url.hostname,
    path: path.startsWith('/') ? path : '/',
    expires: expiryOf(attributes.get('max-age'), attributes.get('expires')),
    httpOnly: attributes.has('httponly'),
    secure: attributes.has('secure'),
    sameSite: sameSiteOf(attributes.get('samesite')),
  };
}

/** `Max-Age` wins (RFC 6265 section 5.3). */
function expiryOf(maxAge: string | undefined, expires: string | undefined): number {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge))
    return Math.max(0, Math.floor(Date.now() / 1000) + Number(maxAge));
  const at = Date.parse(expires ?? '');
  return Number.isNaN(at) ? -1 : Math.floor(at / 1000);
}

function sameSiteOf(text: string | undefined): JarCookie['sameSite'] {
  switch (text?.toLowerCase()) {
    case 'strict':
      return 'Strict';
    case 'none':
      return 'None';
    default:
      return 'Lax';
  }
}

/** RFC 6265 section 5.1.4. */
function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
