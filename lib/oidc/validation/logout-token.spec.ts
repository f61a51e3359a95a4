import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { keysOfProvider } from '../../../test/support/keys-of-provider.js';
import { logoutToken } from '../../../test/support/logout-token.js';
import { CLIENT_ID } from '../../../test/support/resolved-options.js';
import type { StubProvider } from '../../../test/support/stub-provider.js';
import { hours, minutes } from '../../common/durations.js';
import type { ProviderKeys } from '../discovery/provider-keys.js';
import { type LogoutToken, validateLogoutToken } from './logout-token.js';

const TOLERANCE = 60;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let application: Application;
let provider: StubProvider;
let keys: ProviderKeys;

beforeEach(async () => {
  application = await startApplication();
  provider = application.provider;
  keys = keysOfProvider(application);
});

afterEach(stopApplications);

const now = (): number => application.clock.seconds();

async function validate(claims: object = {}, header: object = {}): Promise<LogoutToken> {
  const token = await logoutToken(provider, now(), claims, header);
  return validateLogoutToken(token, keys, {
    issuer: provider.issuer,
    clientId: CLIENT_ID,
    alg: 'RS256',
    now: now(),
    clockTolerance: TOLERANCE,
  });
}

describe('validateLogoutToken takes', () => {
  it('an honest one, and says what is over', async () => {
    expect(await validate()).toEqual({
      jti: expect.any(String),
      sub: 'user-1',
      sid: 'session-1',
      issuedAt: now(),
      goodUntil: now() + minutes(2) + TOLERANCE,
    });
  });

  it.each([{ sub: undefined }, { sid: undefined }])('one with %j', async (claims) => {
    expect(Object.keys(await validate(claims))).toHaveLength(4);
  });

  it.each([undefined, 'JWT', 'jwt', 'logout+jwt', 'Logout+JWT', 'application/logout+jwt'])(
    'the type %j',
    async (typ) => {
      expect(await validate({}, { typ })).toMatchObject({ sid: 'session-1' });
    },
  );

  it.each([{ [EVENT]: { a: 1 } }, { [EVENT]: {}, 'https://other.example/event': {} }])(
    'the events %j',
    async (events) => {
      expect(await validate({ events })).toMatchObject({ sid: 'session-1' });
    },
  );

  it('one without an end, for an hour', async () => {
    const { goodUntil } = await validate({ exp: undefined });
    expect(goodUntil).toBe(now() + hours(1) + TOLERANCE);
  });

  it('one with an end far off, for an hour', async () => {
    const { goodUntil } = await validate({ exp: now() + hours(1000) });
    expect(goodUntil).toBe(now() + hours(1) + TOLERANCE);
  });
});

describe('validateLogoutToken refuses', () => {
  it.each<[string, object, string]>([
    ['another issuer', { iss: 'https://evil.example' }, 'id_token_issuer_mismatch'],
    ['another audience', { aud: 'another' }, 'id_token_audience_mismatch'],
    ['a second audience', { aud: [CLIENT_ID, 'another'] }, 'id_token_audience_mismatch'],
    ['no audience', { aud: undefined }, 'id_token_audience_mismatch'],
    ['another party', { azp: 'another' }, 'id_token_azp_mismatch'],
    ['no iat', { iat: undefined }, 'id_token_claim_invalid'],
    ['an iat that is no number', { iat: 'now' }, 'id_token_claim_invalid'],
    ['an exp that is no number', { exp: 'soon' }, 'id_token_claim_invalid'],
    ['no jti', { jti: undefined }, 'id_token_claim_invalid'],
    ['an empty jti', { jti: '' }, 'id_token_claim_invalid'],
    ['a jti that is no text', { jti: 7 }, 'id_token_claim_invalid'],
    ['no events', { events: undefined }, 'id_token_claim_invalid'],
    ['events as a text', { events: EVENT }, 'id_token_claim_invalid'],
    ['events as a list', { events: [EVENT] }, 'id_token_claim_invalid'],
    ['another event', { events: { 'https://other.example': {} } }, 'id_token_claim_invalid'],
    ['an event that is a text', { events: { [EVENT]: '' } }, 'id_token_claim_invalid'],
    ['an event that is a list', { events: { [EVENT]: [] } }, 'id_token_claim_invalid'],
    ['an event that is null', { events: { [EVENT]: null } }, 'id_token_claim_invalid'],
    ['a nonce', { nonce: 'a nonce' }, 'id_token_claim_invalid'],
    ['a nonce that is null', { nonce: null }, 'id_token_claim_invalid'],
    ['neither sub nor sid', { sub: undefined, sid: undefined }, 'id_token_claim_invalid'],
    ['a sub that is no text', { sub: 7 }, 'id_token_claim_invalid'],
    ['an empty sub', { sub: '' }, 'id_token_claim_invalid'],
    ['a sid that is no text', { sid: {} }, 'id_token_claim_invalid'],
    ['an empty sid', { sid: '' }, 'id_token_claim_invalid'],
  ])('%s', async (_what, claims, code) => {
    expect(await codeFrom(validate(claims))).toBe(code);
  });

  it.each(['at+jwt', 'dpop+jwt', 'secevent+jwt', 'id_token+jwt', 7, null])(
    'the type %j',
    async (typ) => {
      expect(await codeFrom(validate({}, { typ }))).toBe('id_token_type_unexpected');
    },
  );

  it('one that is over', async () => {
    const over = { exp: now() - TOLERANCE };
    expect(await codeFrom(validate(over))).toBe('id_token_expired');
  });

  it('one that is an hour old, whatever it says', async () => {
    const claims = { iat: now() - hours(1) - TOLERANCE, exp: now() + hours(1) };
    expect(await codeFrom(validate(claims))).toBe('id_token_expired');
  });

  it('one from the future', async () => {
    const claims = { iat: now() + TOLERANCE + 1 };
    expect(await codeFrom(validate(claims))).toBe('id_token_not_yet_valid');
  });

  it('an ID token', async () => {
    const token = { events: undefined, jti: undefined, nonce: 'a nonce' };
    expect(await codeFrom(validate(token))).toBe('id_token_claim_invalid');
  });

  it('more than 16 kB', async () => {
    const claims = { padding: 'x'.repeat(16 * 1024) };
    expect(await codeFrom(validate(claims))).toBe('id_token_too_large');
  });
});
