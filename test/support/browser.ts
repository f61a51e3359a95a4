import { CookieJar } from 'tough-cookie';

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: URLSearchParams | FormData;
  /** A body of this JSON text. */
  readonly json?: string;
}

/** What a browser sends when one clicks a link. */
export const NAVIGATION = { accept: 'text/html', 'sec-fetch-dest': 'document' };

/** A browser without a screen: keeps cookies as browsers do, and stops at every redirect. */
export class Browser {
  constructor(readonly jar = new CookieJar()) {}

  /** Another browser with the same cookies, from then on its own. */
  async copy(): Promise<Browser> {
    return new Browser(await this.jar.clone());
  }

  /** A request as scripts make it. */
  async fetch(url: string, visit: Visit = {}): Promise<Response> {
    const { method, headers, form, body, json } = visit;
    const content = json ?? body ?? (form && new URLSearchParams(form));
    const response = await this.send(url, {
      redirect: 'manual',
      method: method ?? (form ? 'POST' : 'GET'),
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
        cookie: await this.cookiesFor(url, visit),
      },
      ...(content === undefined ? {} : { body: content }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      await this.jar.setCookie(cookie, url, { ignoreError: true });
    }
    return response;
  }

  protected send(url: string, request: RequestInit): Promise<Response> {
    return fetch(url, request);
  }

  /** A click on a link, or a form that is sent. */
  navigate(url: string, visit: Visit = {}): Promise<Response> {
    return this.fetch(url, { ...visit, headers: { ...NAVIGATION, ...visit.headers } });
  }

  /** What is sent along: all that it has, from wherever the visit comes. */
  protected cookiesFor(url: string, _visit: Visit): Promise<string> {
    return this.jar.getCookieString(url);
  }

  /** Names and values. */
  async cookies(url: string): Promise<readonly (readonly [name: string, value: string])[]> {
    return (await this.jar.getCookies(url)).map(({ key, value }) => [key, value]);
  }

  async setCookie(url: string, name: string, value: string): Promise<void> {
    await this.jar.setCookie(`${name}=${value}`, url);
  }

  async cookieNames(url: string): Promise<readonly string[]> {
    return (await this.jar.getCookies(url)).map(({ key }) => key);
  }
}

/** Where a response sends the browser. */
export function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`No redirect, but ${response.status}`);
  return location;
}
