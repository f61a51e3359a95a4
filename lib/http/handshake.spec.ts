import { describe, expect, it } from '@jest/globals';

import { foreignOrigin } from './handshake.js';

const OURS = 'https://app.example.com';
const COOKIE = { cookie: 'criipto-session=…' };
const UPGRADE = { ...COOKIE, upgrade: 'websocket' };

const ask = (type: string, headers: Record<string, string | string[]>) =>
  foreignOrigin({ getType: () => type, getArgs: () => [] }, { headers }, [OURS]);

describe('foreignOrigin', () => {
  it.each([
    'https://evil.example',
    'https://sub.app.example.com',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com.evil.example',
    'https://APP.example.com',
    'null',
    '',
  ])('tells of a page at %j that opened a socket', (origin) => {
    expect(ask('ws', { ...COOKIE, origin })).toBe(origin);
    expect(ask('graphql', { ...UPGRADE, origin })).toBe(origin);
  });

  it('tells of one that says both', () => {
    expect(ask('ws', { ...COOKIE, origin: [OURS, 'https://evil.example'] })).toBeDefined();
    expect(ask('graphql', { ...UPGRADE, upgrade: 'WebSocket', origin: 'null' })).toBe('null');
  });

  it.each(['ws', 'graphql'])('knows nothing against our own page: %s', (type) => {
    expect(ask(type, { ...UPGRADE, origin: OURS })).toBeUndefined();
  });

  it.each(['ws', 'graphql'])('knows nothing against what is no browser: %s', (type) => {
    expect(ask(type, UPGRADE)).toBeUndefined();
  });

  it('does not look where no cookie came along', () => {
    expect(ask('ws', { origin: 'https://evil.example' })).toBeUndefined();
  });

  it('leaves requests that are no handshake to SameSite', () => {
    expect(ask('graphql', { ...COOKIE, origin: 'https://evil.example' })).toBeUndefined();
  });
});
