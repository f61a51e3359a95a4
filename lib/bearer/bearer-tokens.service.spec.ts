import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../test/support/application.js';
import { codeFrom } from '../../test/support/code-of.js';
import { base64url, payloadOf, spoilt, withSignature } from '../../test/support/forgery.js';
import { providerKey, signedBy } from '../../test/support/provider-key.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { BearerOptions } from '../options/sections/bearer-options.js';
import { BearerTokens } from './bearer-tokens.service.js';

const API = 'https://api.example.com';
const DAY = 24 * 60 * 60;

let application: Application;
let tokens: BearerTokens;

async function start(bearer: Partial<BearerOptions> = {}): Promise<void> {
  application = await startApplication({ bearer: { audience: API, ...bearer } });
  const { options, client, clock } = application;
  tokens = new BearerTokens(options, client, clock);
}

beforeEach(() => start());
afterEach(stopApplications);

const now = (): number => application.clock.seconds();

const claimsWith = (claims: object = {}): object => ({
  iss: application.provider.issuer,
  aud: API,
  sub: 'user-1',
  iat: now(),
  exp: now() + 600,
  ...claims,
});

const issue = (claims: object = {}, header: object = { typ: 'at+jwt' }): Promise<string> =>
  application.provider.sign(claimsWith(claims), header);

/** Under which code a token is refused, and what for. */
async function refusalOf(token: string): Promise<unknown> {
  const thrown: unknown = await tokens.verify(token).then(
    () => 'taken',
    (error: unknown) => error,
  );
  if (!(thrown instanceof CriiptoAuthError)) return thrown;
  const { code, cause } = thrown;
  return cause instanceof CriiptoAuthError ? [code, cause.code] : [code];
}

const keyFetches = (): number =>
  application.provider.requests.filter(({ endpoint }) => endpoint === 'jwks').length;

describe('BearerTokens takes', () => {
  it('an access token, and says who it is about', async () => {
    const { authentication, isTimeTold } = await tokens.verify(
      await issue({ authenticationtype: 'urn:grn:authn:dk:mitid:high', loA: 'HIGH', name: 'Asta' }),
    );
    expect(authentication).toMatchObject({ sub: 'user-1', level: 'high', eid: 'mitid' });
    expect(isTimeTold).toBe(false);
  });

  it.each(['at+jwt', 'AT+JWT', 'application/at+jwt'])('the type %s', async (typ) => {
    expect(await refusalOf(await issue({}, { typ }))).toBe('taken');
  });

  it('one audience of several', async () => {
    expect(await refusalOf(await issue({ aud: ['another', API] }))).toBe('taken');
  });

  it('any of the audiences that the option names', async () => {
    await start({ audience: ['another', API] });
    expect(await refusalOf(await issue())).toBe('taken');
  });

  it('one that expired within what clocks may differ', async () => {
    expect(await refusalOf(await issue({ exp: now() - 59 }))).toBe('taken');
  });

  it('the time of the authentication, where the token tells it', async () => {
    const { authentication, isTimeTold } = await tokens.verify(
      await issue({ auth_time: now() - 90 }),
    );
    expect(isTimeTold).toBe(true);
    expect(authentication.authenticatedAt.getTime() / 1000).toBe(now() - 90);
  });

  it.each([{ typ: 'JWT' }, {}])('an ID token, with %j, where that was agreed', async (header) => {
    await start({ idTokens: true });
    expect(await refusalOf(await issue({}, header))).toBe('taken');
  });

  it('scopes that were demanded, among others', async () => {
    await start({ scope: 'orders:read orders:write' });
    expect(await refusalOf(await issue({ scope: 'orders:write a orders:read' }))).toBe('taken');
  });
});

describe('BearerTokens refuses', () => {
  it.each([{ typ: 'JWT' }, {}])('an ID token, with %j', async (header) => {
    expect(await refusalOf(await issue({}, header))).toEqual([
      'bearer_token_invalid',
      'id_token_type_unexpected',
    ]);
  });

  it.each(['logout+jwt', 'client-authentication+jwt', 'at+jwt2', 7, null])(
    'the type %j, also where ID tokens are taken',
    async (typ) => {
      await start({ idTokens: true });
      expect(await refusalOf(await issue({}, { typ }))).toEqual([
        'bearer_token_invalid',
        'id_token_type_unexpected',
      ]);
    },
  );

  it.each([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of nobody', { iss: undefined }],
    ['for another API', { aud: 'https://other.example.com' }],
    ['for an API whose name begins alike', { aud: `${API}.evil.example` }],
    ['for nobody', { aud: undefined }],
    ['for an empty list', { aud: [] }],
    ['about nobody', { sub: undefined }],
    ['about a number', { sub: 7 }],
    ['that tells of an event, as logout tokens do', { events: {} }],
    ['that is bound to a key', { cnf: { jkt: 'thumbprint' } }],
  ])('one %s', async (_what, claims) => {
    expect(await refusalOf(await issue(claims))).toEqual(['bearer_token_invalid']);
  });

  it.each([
    ['that expired', { exp: -61 }, 'id_token_expired'],
    ['from the future', { iat: 61 }, 'id_token_not_yet_valid'],
    ['whose time has not come', { nbf: 61 }, 'id_token_not_yet_valid'],
  ])('one %s', async (_what, offsets, code) => {
    const times = Object.entries(offsets).map(([name, seconds]) => ({ [name]: now() + seconds }));
    const token = await issue(Object.assign({}, ...times) as object);
    expect(await refusalOf(token)).toEqual(['bearer_token_invalid', code]);
  });

  it.each([{ exp: undefined }, { exp: '1' }, { iat: undefined }, { nbf: 'now' }])(
    'one with %j',
    async (claims) => {
      expect(await refusalOf(await issue(claims))).toEqual([
        'bearer_token_invalid',
        'id_token_claim_invalid',
      ]);
    },
  );

  it('one whose signature does not verify', async () => {
    expect(await refusalOf(withSignature(await issue(), spoilt))).toEqual([
      'bearer_token_invalid',
      'id_token_signature_invalid',
    ]);
  });

  it('one that nobody signed', async () => {
    const token = `${base64url({ alg: 'none', typ: 'at+jwt' })}.${base64url(claimsWith())}.`;
    expect(await refusalOf(token)).toEqual([
      'bearer_token_invalid',
      'id_token_algorithm_unexpected',
    ]);
  });

  it('one of a key that the provider does not publish', async () => {
    const token = await signedBy(providerKey('RS256', 12), payloadOf(await issue()), {
      typ: 'at+jwt',
    });
    expect(await refusalOf(token)).toEqual(['bearer_token_invalid', 'id_token_key_unknown']);
  });

  it('one that is too large, before any key is fetched', async () => {
    expect(await refusalOf('a'.repeat(16 * 1024 + 1))).toEqual([
      'bearer_token_invalid',
      'id_token_too_large',
    ]);
    expect(keyFetches()).toBe(0);
  });

  it('one that lacks a scope, remembered or not', async () => {
    await start({ scope: 'orders:read orders:write' });
    const token = await issue({ scope: 'orders:readonly orders:write' });
    expect(await refusalOf(token)).toEqual(['bearer_scope_insufficient']);
    expect(await refusalOf(token)).toEqual(['bearer_scope_insufficient']);
  });

  it('nobody while the provider is away: it may be right another time', async () => {
    application.provider.answer('jwks', { status: 503 });
    expect(await codeFrom(tokens.verify(await issue()))).toBe('provider_keys_unavailable');
  });

  it('nobody for a fault of the code, which is not hidden', async () => {
    const fault = new TypeError('of the code');
    application.client.providerKey = () => Promise.reject(fault);
    await expect(tokens.verify(await issue())).rejects.toBe(fault);
  });

  it('all of them without the option', async () => {
    application = await startApplication();
    const { options, client, clock } = application;
    tokens = new BearerTokens(options, client, clock);
    expect(await codeFrom(tokens.verify(await issue()))).toBe('invalid_options');
  });
});

describe('A token that comes again', () => {
  it('is the same bearer, and is not verified again', async () => {
    const token = await issue();
    const { authentication: first } = await tokens.verify(token);
    const { authentication: second } = await tokens.verify(token);
    expect(second).toEqual(first);
    expect(second.claims).toBe(first.claims);
  });

  it('is another one when a byte is', async () => {
    const token = await issue();
    await tokens.verify(token);
    expect(await refusalOf(withSignature(token, spoilt))).toEqual([
      'bearer_token_invalid',
      'id_token_signature_invalid',
    ]);
  });

  it('is refused from the second on at which it expires', async () => {
    const token = await issue({ exp: now() + 10 });
    await tokens.verify(token);
    application.clock.advance(69);
    expect(await refusalOf(token)).toBe('taken');
    application.clock.advance(1);
    expect(await refusalOf(token)).toEqual(['bearer_token_invalid', 'id_token_expired']);
  });

  it('is refused once the provider withdraws its key', async () => {
    const token = await issue({ exp: now() + 3 * DAY });
    await tokens.verify(token);
    application.provider.keys = [providerKey('RS256', 2)];
    application.clock.advance(DAY + 1);
    expect(await refusalOf(token)).toEqual(['bearer_token_invalid', 'id_token_key_unknown']);
  });

  it('is verified with the new key when that has the old name', async () => {
    const token = await issue({ exp: now() + 3 * DAY });
    await tokens.verify(token);
    application.provider.keys = [providerKey('RS256', 2, { kid: 'provider-1' })];
    application.clock.advance(DAY + 1);
    expect(await refusalOf(token)).toEqual(['bearer_token_invalid', 'id_token_signature_invalid']);
  });
});

describe('BearerTokens gives everybody a user of their own', () => {
  it('also for a token that comes again', async () => {
    const token = await issue({ aud: [API, 'another'], address: { country: 'DK' } });
    const { authentication: first } = await tokens.verify(token);
    Object.assign(first, { tenant: 'acme' });
    first.authenticatedAt.setTime(0);
    const { authentication: second } = await tokens.verify(token);
    expect(second).not.toHaveProperty('tenant');
    expect(second.authenticatedAt.getTime() / 1000).toBe(now());
    expect(second).toMatchObject({ sub: first.sub, issuer: first.issuer });
  });

  it.each(['aud', 'address', 'roles'])(
    'with a claim %s that nobody can write into',
    async (name) => {
      const token = await issue({
        aud: [API, 'another'],
        address: { a: 'b' },
        roles: [{ a: 'b' }],
      });
      const { claims } = (await tokens.verify(token)).authentication;
      expect(Object.isFrozen(claims)).toBe(true);
      expect(Object.isFrozen(claims[name])).toBe(true);
    },
  );
});
