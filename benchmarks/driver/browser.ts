import type { Pool } from 'undici';

import { asCode, authorizationOf } from '../provider/authorization-code.js';
import { CookieJar } from './cookie-jar.js';

export interface Page {
  readonly status: number;
  readonly location: string | undefined;
}

/** One person's browser: keeps cookies, and is logged in at the provider already. */
export class Browser {
  readonly jar = new CookieJar();

  constructor(private readonly pool: Pool) {}

  async get(path: string, sent: Readonly<Record<string, string>> = {}): Promise<Page> {
    const cookie = this.jar.header;
    const { statusCode, headers, body } = await this.pool.request({
      method: 'GET',
      path,
      headers: { accept: 'text/html', ...sent, ...(cookie === '' ? {} : { cookie }) },
    });
    await body.dump();
    this.jar.store(headers['set-cookie']);
    return { status: statusCode, location: headers['location']?.toString() };
  }

  /** Starts a login, and returns the path by which the provider sends the browser back. */
  async beginLogin(): Promise<string> {
    const { status, location } = await this.get('/auth/login');
    if (location === undefined) throw new Error(`The login answered ${status}`);
    const authorization = authorizationOf(new URL(location).searchParams);
    const callback = new URL(authorization.redirectUri);
    callback.searchParams.set('code', asCode(authorization));
    if (authorization.state !== undefined) callback.searchParams.set('state', authorization.state);
    return callback.pathname + callback.search;
  }

  async logIn(): Promise<void> {
    const { status, location } = await this.get(await this.beginLogin());
    if (location === undefined) throw new Error(`The callback answered ${status}`);
  }

  /** Fails unless the page is shown. */
  async see(path: string, sent?: Readonly<Record<string, string>>): Promise<void> {
    const { status } = await this.get(path, sent);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  }
}
