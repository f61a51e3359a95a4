const NAVIGATION = { accept: 'text/html', 'sec-fetch-dest': 'document' };

/** Keeps cookies, and stops at every redirect. */
export class Browser {
  #cookies = new Map();

  /** Fails unless the answer has the status. */
  async get(url, status) {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...NAVIGATION, ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(url, { redirect: 'manual', headers });
    const body = await response.text();
    if (response.status !== status) throw new Error(`${url} answered ${response.status}: ${body}`);
    for (const each of response.headers.getSetCookie()) this.#keep(each);
    return response;
  }

  #keep(header) {
    const [pair, ...attributes] = header.split('; ');
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(equals + 1));
  }
}
