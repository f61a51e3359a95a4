import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Person } from '../eids/people.js';
import { decodeJwt } from '../model/decode-jwt.js';
import type { Exchange } from '../model/exchange.js';
import { html } from '../model/html.js';
import { Discretion } from './discretion.js';
import { gateRefusal } from './gate.js';
import { LoginLog } from './login-log.js';
import { loginView } from './views/login-view.js';
import { pageView } from './views/page-view.js';
import { SCRIPT } from './views/script.js';
import { STYLES } from './views/styles.js';

export const INSPECTOR_PATH = '/inspector';

/** It loads nothing but itself, and nobody puts it in a frame. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The page on which a developer sees what becomes of logins, in the place of a debugger. */
export class Inspector {
  private readonly log = new LoginLog();
  /** The first exchange in which each assertion came. */
  private readonly firstUses = new Map<string, Exchange>();

  constructor(
    private readonly issuer: string,
    private readonly people: readonly Person[],
  ) {}

  /** Notes a request to the fake. */
  add(exchange: Exchange): void {
    const id = assertionId(exchange);
    if (id !== undefined && !this.firstUses.has(id)) this.firstUses.set(id, exchange);
    this.log.add(exchange);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const refusal = gateRefusal(request);
    if (refusal !== undefined) return send(response, 403, 'text/plain', refusal);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(response, 405, 'text/plain', 'The inspector is to be looked at');
    const url = new URL(request.url ?? '/', this.issuer);
    switch (url.pathname) {
      case INSPECTOR_PATH:
        return send(response, 200, 'text/html', this.page(url.searchParams));
      case `${INSPECTOR_PATH}/inspector.css`:
        return send(response, 200, 'text/css', STYLES);
      case `${INSPECTOR_PATH}/inspector.js`:
        return send(response, 200, 'text/javascript', SCRIPT);
      case `${INSPECTOR_PATH}/events`:
        return this.stream(response);
      default:
        return send(response, 404, 'text/plain', `There is ${INSPECTOR_PATH}, and nothing else`);
    }
  }

  private page(query: URLSearchParams): string {
    const picked = query.get('login');
    const { logins } = this.log;
    const shown = picked === null ? logins[0] : this.log.login(Number(picked));
    const showsNationalIds = query.get('national-ids') === 'shown';
    const { issuer, people } = this;
    const context = {
      issuer,
      showsNationalIds,
      discretion: new Discretion(people, showsNationalIds),
      isNew: (exchange: Exchange) => this.isFirstUse(exchange),
    };
    const content = shown ? loginView(shown, context) : html``;
    return pageView({ issuer, logins, shown, isPicked: picked !== null, content });
  }

  /** Says that something changed, for as long as the page is open (server-sent events). */
  private stream(response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n\n');
    const stop = this.log.onChange(() => response.write('data: changed\n\n'));
    response.on('close', stop);
  }

  private isFirstUse(exchange: Exchange): boolean {
    const id = assertionId(exchange);
    return id === undefined || this.firstUses.get(id) === exchange;
  }
}

function assertionId({ form }: Exchange): string | undefined {
  const { iss, jti } = decodeJwt(form['client_assertion'])?.claims ?? {};
  return jti === undefined ? undefined : JSON.stringify([iss, jti]);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(body);
}
