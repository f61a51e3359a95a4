import type { HttpExchange } from './http-exchange.js';

/** All that cookies need of an exchange. */
export type CookieCarrier = Pick<HttpExchange, 'header' | 'appendHeader'>;

/** What a cookie has beside those that all of ours have: `Path=/`, `HttpOnly`, and `Secure` on https. */
export interface CookieAttributes {
  /** Seconds. Without it the cookie ends with the browser session. */
  readonly maxAge?: number;
  readonly sameSite: 'Lax' | 'None' | 'Strict';
  /** One that may wait for another answer is left out of those that a shared cache may keep. @default false */
  readonly dispensable?: boolean;
}

/** How cookies are named and flagged on one deployment: `__Host-` and `Secure` wherever the site is https. */
export interface CookiePolicy {
  readonly secure: boolean;
}

const HOST = /^[\w.:[\]-]{1,255}$/;

/** The largest `name=value` that every browser keeps (RFC 6265 section 6.1). */
export const MAX_COOKIE_BYTES = 4096;

/** The cookies of one exchange: reads what came, writes what goes. */
export class Cookies {
  /** All of them, once somebody asked for more than one. */
  private received: ReadonlyMap<string, string | undefined> | undefined;
  /** Those that go, as they were set. */
  private written: Parameters<Cookies['set']>[] | undefined;

  constructor(
    private readonly carrier: CookieCarrier,
    private readonly policy: CookiePolicy,
  ) {}

  /** The value sent, or `undefined` when there is none or, since nobody could tell which is ours, more than one. */
  get(name: string): string | undefined {
    const fullName = nameOnSite(name, this.policy);
    if (this.received) return this.received.get(fullName);
    const sent = valuesOf(fullName, this.carrier.header('cookie') ?? '');
    return sent.length === 1 ? sent[0] : undefined;
  }

  /** Whether any was sent under this name, be it one or more. */
  has(name: string): boolean {
    const fullName = nameOnSite(name, this.policy);
    if (this.received) return this.received.has(fullName);
    return valuesOf(fullName, this.carrier.header('cookie') ?? '').length > 0;
  }

  /** The host that the browser used, as far as the request tells; anybody can have written it. */
  get host(): string | undefined {
    const named = ['x-forwarded-host', 'host', ':authority'].map((name) =>
      this.carrier.header(name),
    );
    const host =
      named
        .find((name) => name !== undefined)
        ?.split(',')[0]
        ?.trim() ?? '';
    return HOST.test(host) ? host : undefined;
  }

  /** Names that start so, without the `__Host-` prefix, in the order sent. */
  names(prefix: string): readonly string[] {
    this.received ??= parseCookies(this.carrier.header('cookie') ?? '');
    const start = nameOnSite(prefix, this.policy);
    const cut = start.length - prefix.length;
    return [...this.received.keys()]
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(cut));
  }

  /** Sets a cookie. One that is `SameSite=None` is `Secure` in any case, or browsers would drop it. */
  set(name: string, value: string, attributes: CookieAttributes): void {
    (this.written ??= []).push([name, value, attributes]);
    const secure = this.policy.secure || attributes.sameSite === 'None';
    const maxAge = attributes.maxAge === undefined ? '' : `; Max-Age=${attributes.maxAge}`;
    this.carrier.appendHeader(
      'Set-Cookie',
      `${nameOnSite(name, this.policy)}=${value}; Path=/; HttpOnly${secure ? '; Secure' : ''}; SameSite=${attributes.sameSite}${maxAge}`,
      attributes,
    );
  }

  /** Takes a cookie away. `sameSite` as it was set with. */
  clear(name: string, sameSite: CookieAttributes['sameSite'] = 'Lax'): void {
    this.set(name, '', { maxAge: 0, sameSite });
  }

  /** Sets all that was set in another answer to the same browser. */
  repeat({ written = [] }: Cookies): void {
    for (const cookie of written) this.set(...cookie);
  }

  /** Bytes that the browser would store for this cookie. */
  size(name: string, value: string): number {
    return nameOnSite(name, this.policy).length + 1 + value.length;
  }
}

/** The name of a cookie as browsers send it. */
export function nameOnSite(name: string, { secure }: CookiePolicy): string {
  return secure ? `__Host-${name}` : name;
}

/** All that was sent under a name. Where else it stands is looked at, and no other cookie is taken apart. */
function valuesOf(name: string, header: string): readonly string[] {
  const values: string[] = [];
  for (let at = header.indexOf(name); at >= 0;) {
    const start = header.lastIndexOf(';', at) + 1;
    const end = header.indexOf(';', at);
    const pair = header.slice(start, end < 0 ? header.length : end);
    const equals = pair.indexOf('=');
    if (equals >= 0 && trimmed(pair.slice(0, equals)) === name)
      values.push(trimmed(pair.slice(equals + 1)));
    at = end < 0 ? -1 : header.indexOf(name, end);
  }
  return values;
}

function parseCookies(header: string): ReadonlyMap<string, string | undefined> {
  const cookies = new Map<string, string | undefined>();
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals < 0) continue;
    const name = trimmed(pair.slice(0, equals));
    cookies.set(name, cookies.has(name) ? undefined : trimmed(pair.slice(equals + 1)));
  }
  return cookies;
}

/**
 * Without the spaces and tabs around it, and no other white space: a browser lets any host nearby set a cookie
 * whose name begins with a no-break space, which here must not pass for one that begins with `__Host-`.
 */
function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANK.includes(text.charAt(start))) start += 1;
  while (end > start && BLANK.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const BLANK = ' \t';
