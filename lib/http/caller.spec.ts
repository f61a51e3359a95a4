import { describe, expect, it } from '@jest/globals';

import { answerOfFields, callerOf, cookiesSentBy, fieldOf, requestOf } from './caller.js';
import { noteHandshake } from './noted-handshake.js';

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

  it('is the handshake of a subscription, where Nest takes what graphql-ws knows for a request', () => {
    const request = { headers: HEADERS };
    const context = contextOf('graphql', {}, {}, { req: { extra: { request } } }, {});
    expect(callerOf(context)).toBe(request);
    expect(requestOf(context)).toBe(request);
  });

  it('is no handshake where there is a request', () => {
    const request = { headers: HEADERS, extra: { request: { headers: { cookie: 'b=2' } } } };
    expect(callerOf(contextOf('graphql', {}, {}, { req: request }, {}))).toBe(request);
  });

  it('is the request of who asks for a reference, which is asked for without arguments', () => {
    const [request, info] = [{ headers: HEADERS }, { schema: {} }];
    const context = contextOf('graphql', {}, { req: request }, info);
    expect(callerOf(context)).toBe(request);
    expect(fieldOf(context)).toBe(info);
  });

  it('has the headers of a handshake that was noted', () => {
    const client = { send: () => undefined };
    noteHandshake(client, { headers: HEADERS });
    expect(callerOf(contextOf('ws', client, {}))?.headers).toBe(HEADERS);
  });

  it('goes by what was noted before what is on the socket', () => {
    const client = { upgradeReq: { headers: {} } };
    noteHandshake(client, { headers: HEADERS });
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
    [
      'a socket of graphql-ws without a handshake',
      contextOf('graphql', {}, {}, { req: { extra: {} } }, {}),
    ],
    ['a WebSocket whose handshake nobody kept', contextOf('ws', { send: () => undefined })],
  ])('is nobody for %s', (_what, context) => {
    expect(callerOf(context)).toBeUndefined();
  });
});

describe('answerOfFields', () => {
  const answer = {};

  it.each([
    ['what the context calls `res`', { res: answer }],
    ['what it calls `reply`', { reply: answer }],
    ['that of the request', { req: { headers: HEADERS, res: answer } }],
  ])('is %s', (_what, context) => {
    expect(answerOfFields(contextOf('graphql', {}, {}, context, {}))).toBe(answer);
  });

  it.each([
    ['where nobody tells', { req: { headers: HEADERS } }],
    ['where it is no object', { reply: 'an id' }],
  ])('is none %s', (_where, context) => {
    expect(answerOfFields(contextOf('graphql', {}, {}, context, {}))).toBeUndefined();
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
