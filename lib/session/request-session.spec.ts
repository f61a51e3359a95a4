import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import type { Session } from './session.js';
import { rememberSession, sessionOf } from './request-session.js';

// No more of a session is looked at here than which one it is.
const SESSION = { id: 'session' } as Session;

const context = (type: string, ...args: readonly unknown[]) => ({
  getType: () => type,
  getArgs: () => args,
});

const CONTEXTS: readonly (readonly [string, (carrier: object) => ReturnType<typeof context>])[] = [
  ['HTTP', (request) => context('http', request, {})],
  ['GraphQL', (req) => context('graphql', undefined, {}, { req })],
  ['GraphQL on Fastify', (request) => context('graphql', undefined, {}, { request })],
  ['WebSocket', (client) => context('ws', client, 'message')],
];

describe.each(CONTEXTS)('the session of a caller, by %s', (_name, contextOf) => {
  it('is there for the rest of the request, and out of sight', () => {
    const carrier = {};
    rememberSession(contextOf(carrier), SESSION);
    expect(sessionOf(contextOf(carrier))).toBe(SESSION);
    expect(inspect(carrier, { showHidden: true })).toBe('{}');
  });

  it('is there for nobody else', () => {
    rememberSession(contextOf({}), SESSION);
    expect(sessionOf(contextOf({}))).toBeUndefined();
  });

  it('is forgotten when none came with the next message', () => {
    const carrier = {};
    rememberSession(contextOf(carrier), SESSION);
    rememberSession(contextOf(carrier), undefined);
    expect(sessionOf(contextOf(carrier))).toBeUndefined();
  });
});

describe('a context without anybody', () => {
  it('has no session', () => {
    const empty = context('graphql', undefined, {}, undefined);
    rememberSession(empty, SESSION);
    expect(sessionOf(empty)).toBeUndefined();
  });
});
