import { describe, expect, it } from '@jest/globals';

import { callerOf, cookiesSentBy } from './caller.js';

const HEADERS = { cookie: 'a=1' };

/** What of Nest's ExecutionContext is looked at. */
const contextOf = (type: string, ...args: readonly unknown[]) => ({
  getType: () => type,
  getArgs: () => args,
});

describe('callerOf', () => {
  it('is the request itself over HTTP', () => {
    const request = { headers: HEADERS };
    expect(callerOf(contextOf('http', request, {}))).toBe(request);
  });

  it.each(['req', 'request'])('is the request in a GraphQL context, as `%s`', (member) => {
    const request = { headers: HEADERS };
    const context = contextOf('graphql', {}, {}, { [member]: request }, {});
    expect(callerOf(context)).toBe(request);
  });

  it.each([
    ['the handshake of socket.io', { handshake: { headers: HEADERS } }],
    ['the upgrade request, as `upgradeReq`', { upgradeReq: { headers: HEADERS } }],
    ['the upgrade request, as `request`', { request: { headers: HEADERS } }],
  ])('has the headers of %s over WebSocket', (_where, client) => {
    expect(callerOf(contextOf('ws', client, {}))?.headers).toBe(HEADERS);
  });

  it('keeps the user of a WebSocket on the client', () => {
    const client: Record<string, unknown> = { handshake: { headers: HEADERS } };
    const caller = callerOf(contextOf('ws', client, {}));
    if (!caller) throw new Error('There is a caller');
    caller.user = { sub: 'asta' };
    expect(client['user']).toEqual({ sub: 'asta' });
    expect(caller.user).toEqual({ sub: 'asta' });
  });

  it.each([
    ['a kind of context that nobody told us about', contextOf('rpc', { headers: HEADERS })],
    ['an HTTP context without a request', contextOf('http')],
    ['a request whose headers are none', contextOf('http', { headers: null })],
    ['a GraphQL context without a request', contextOf('graphql', {}, {}, {})],
    ['a GraphQL context that is not there', contextOf('graphql', {}, {})],
    ['a WebSocket whose handshake nobody kept', contextOf('ws', { send: () => undefined })],
  ])('is nobody for %s', (_what, context) => {
    expect(callerOf(context)).toBeUndefined();
  });
});

describe('cookiesSentBy', () => {
  it('reads what was sent', () => {
    expect(cookiesSentBy({ headers: HEADERS }).header('cookie')).toBe('a=1');
  });

  it('reads nothing where nothing was sent', () => {
    expect(cookiesSentBy({ headers: {} }).header('cookie')).toBeUndefined();
  });

  it('takes no cookie, for there is no response to send it with', () => {
    const carrier = cookiesSentBy({ headers: HEADERS });
    expect(() => carrier.appendHeader('Set-Cookie', 'b=2')).not.toThrow();
    expect(carrier.header('cookie')).toBe('a=1');
  });
});
