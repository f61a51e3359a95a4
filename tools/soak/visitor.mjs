import { setTimeout as pause } from 'node:timers/promises';

const NAVIGATION = { accept: 'text/html', 'sec-fetch-dest': 'document' };
const AFTER_A_FAILURE_MS = 500;
/** A logout token by a new key may have to come again for half a minute, while strangers send others. */
const TOLD_AGAIN_FOR_MS = 40_000;

/** A person with a browser, who logs in, looks around, and notes all that should not be. */
export class Visitor {
  #cookies = new Map();
  #begunAt = 0;

  constructor(name, url, tally) {
    this.name = name;
    this.url = url;
    this.tally = tally;
  }

  /** Until it succeeds: whoever fails starts again, and brings the same callback back first. */
  async logIn() {
    while (!(await this.#tryToLogIn())) await pause(AFTER_A_FAILURE_MS);
    this.#begunAt = Date.now();
    this.tally.logins += 1;
  }

  /** Looks at a page of its own. An error is one; being somebody else, or nobody, is worse. */
  async look() {
    const response = await this.#get('/me', {});
    if (response === undefined) return;
    if (response.status === 401) await this.#lost();
    else if (response.status !== 200) await this.#failed('page', response);
    else {
      const { sub } = await response.json();
      if (sub !== this.name) this.tally.wrongUser(this.name, sub);
    }
  }

  /** Gives a copy of the cookies that this browser had, when all of them should be good for nothing. */
  async logOut() {
    const copy = this.#cookieHeader;
    const headers = { ...NAVIGATION, 'sec-fetch-site': 'same-origin' };
    const response = await this.#send('/auth/logout', { method: 'POST', headers });
    if (response === undefined) return undefined;
    if (response.status >= 400) {
      await this.#failed('logout', response);
      return undefined;
    }
    const after = await this.#get('/me', {});
    if (after?.status === 200) this.tally.wrongUser('nobody', this.name);
    return { name: this.name, cookie: copy };
  }

  /** The same, by the provider's word, which comes again for as long as it is told to. */
  async beLoggedOut(issuer) {
    const copy = this.#cookieHeader;
    const deadline = Date.now() + TOLD_AGAIN_FOR_MS;
    for (;;) {
      const response = await tellLogout(this.url, issuer, this.name);
      if (response?.ok) return { name: this.name, cookie: copy, isRevoked: true };
      if (Date.now() > deadline || ![502, 503, undefined].includes(response?.status)) {
        if (response) await this.#failed('back-channel logout', response);
        return undefined;
      }
      await pause(AFTER_A_FAILURE_MS);
    }
  }

  async #tryToLogIn() {
    const wanted = `/pages/${this.name}`;
    const begin = await this.#get(`/auth/login?returnTo=${wanted}`, NAVIGATION);
    if (begin?.status !== 302) return begin && this.#failed('begin', begin);
    const callback = await this.#authenticate(begin.headers.get('location'));
    if (callback === undefined) return false;
    const { pathname, search } = new URL(callback);
    const end =
      (await this.#callback(pathname + search)) ?? (await this.#callback(pathname + search));
    if (end?.status !== 303) return end && this.#failed('callback', end);
    const page = new URL(end.headers.get('location')).pathname;
    if (page !== wanted) this.tally.wrongUser(this.name, page);
    return true;
  }

  /** Nothing when the answer was lost on the way, so that a person would reload. */
  async #callback(path) {
    const response = await this.#get(path, { ...NAVIGATION, 'sec-fetch-site': 'cross-site' });
    if (response?.headers.get('x-balancer') === null || response === undefined) return response;
    await this.#failed('callback', response);
    return undefined;
  }

  /** At the provider, which is no part of what is looked at. */
  async #authenticate(location) {
    const url = new URL(location);
    url.searchParams.set('as', this.name);
    const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    return response?.headers.get('location') ?? undefined;
  }

  #get(path, headers) {
    return this.#send(path, { headers });
  }

  async #send(path, { method = 'GET', headers }) {
    const cookie = this.#cookieHeader;
    try {
      const response = await fetch(this.url + path, {
        method,
        redirect: 'manual',
        headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      });
      for (const each of response.headers.getSetCookie()) this.#keep(each);
      return response;
    } catch {
      this.tally.failure('connection', 'connection_lost');
      return undefined;
    }
  }

  get #cookieHeader() {
    return [...this.#cookies].map((pair) => pair.join('=')).join('; ');
  }

  /** Whose session an outage may cost, and did, logs in again. */
  async #lost() {
    if (this.tally.lostSession(this.name, this.#begunAt)) await this.logIn();
  }

  #keep(header) {
    const [pair, ...attributes] = header.split('; ');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(equals + 1));
  }

  async #failed(where, response) {
    const { status, headers } = response;
    const balancer = headers.get('x-balancer');
    if (balancer) this.tally.failure(where, `${status} of the balancer, ${balancer}`);
    else await this.tally.refused(where, status, referenceIn(await response.text()));
    return false;
  }
}

/** Nothing when nobody could be told. */
async function tellLogout(url, issuer, sub) {
  try {
    const answer = await fetch(`${issuer}/logout-token?${new URLSearchParams({ sub })}`);
    const { token } = await answer.json();
    const body = new URLSearchParams({ logout_token: token });
    return await fetch(`${url}/auth/backchannel-logout`, { method: 'POST', body });
  } catch {
    return undefined;
  }
}

/** What a page that refuses calls the problem. */
export function referenceIn(page) {
  return /[\w]{8}-[\w-]{27}/.exec(page)?.[0];
}
