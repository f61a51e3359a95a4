import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { secondCopy } from '../../test/support/second-copy.js';
import { rememberSession, sessionOf } from './request-session.js';
import type { Session } from './session.js';

// No more of a session is looked at here than which one it is.
const SESSION = { id: 'session' } as Session;

const context = (type: string, ...args: readonly unknown[]) => ({
  getType: () => type,
  getArgs: () => args,
});

const CONTEXTS: readonly (readonly [string, (request: object) => ReturnType<typeof context>])[] = [
  ['HTTP', (request) => context('http', request, {})],
  ['GraphQL', (req) => context('graphql', undefined, {}, { req })],
  ['GraphQL on Fastify', (request) => context('graphql', undefined, {}, { request })],
  ['WebSocket', (client) => context('ws', client, 'message')],
];

describe.each(CONTEXTS)('the session of a caller, by %s', (_name, contextOf) => {
  it('is there for the rest of the request, and out of sight', () => {
    const request = {};
    rememberSession(contextOf(request), SESSION);
    expect(sessionOf(contextOf(request))).toBe(SESSION);
    expect(inspect(request, { showHidden: true })).toBe('{}');
  });

  it('is there for nobody else', () => {
    rememberSession(contextOf({}), SESSION);
    expect(sessionOf(contextOf({}))).toBeUndefined();
  });

  it('is forgotten when none came with the next message', () => {
    const request = {};
    rememberSession(contextOf(request), SESSION);
    rememberSession(contextOf(request), undefined);
    expect(sessionOf(contextOf(request))).toBeUndefined();
  });
});

describe('a context without anybody', () => {
  it('has no session', () => {
    const empty = context('graphql', undefined, {}, undefined);
    rememberSession(empty, SESSION);
    expect(sessionOf(empty)).toBeUndefined();
  });
});

describe('the session of a request', () => {
  it('is known to another copy of the package', async () => {
    const other = await secondCopy(() => import('./request-session.js'));
    const request = context('http', {});
    rememberSession(request, SESSION);
    expect(other.sessionOf(request)).toBe(SESSION);
    other.rememberSession(request, undefined);
    expect(sessionOf(request)).toBeUndefined();
  });
});
