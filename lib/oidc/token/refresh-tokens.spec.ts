import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { generalProfile } from '../../../test/support/provider-profile.js';
import { CLIENT_ID } from '../../../test/support/resolved-options.js';
import type { Answer } from '../../../test/support/stub-provider.js';
import type { RefreshedTokens } from './refresh-tokens.js';

let application: Application;

beforeEach(async () => {
  application = await startApplication({}, {}, { ...generalProfile(), refreshes: true });
});
afterEach(stopApplications);

const LOGIN = { sub: 'user-1', issuedAt: 1_000, nonce: 'n' };
const GRANTED = { access_token: 'access 2', token_type: 'Bearer', refresh_token: 'refresh 2' };

/** The refresh tokens that were to be kept, though the refresh failed. */
let kept: string[];
beforeEach(() => {
  kept = [];
});

function refresh(answer: Answer): Promise<RefreshedTokens> {
  application.provider.answer('token', answer);
  const refreshed = application.client.refresh({
    refreshToken: 'refresh 1',
    login: LOGIN,
    keep: async (refreshToken) => void kept.push(refreshToken),
  });
  return refreshed.finally(() => {
    application.provider.complaints.length = 0; // it was issued to nobody
  });
}

async function refreshWith(claims: object): Promise<RefreshedTokens> {
  const { provider, clock } = application;
  const idToken = await provider.sign({
    iss: provider.issuer,
    aud: CLIENT_ID,
    sub: 'user-1',
    iat: clock.seconds(),
    exp: clock.seconds() + 60,
    ...claims,
  });
  return refresh({ body: { ...GRANTED, id_token: idToken } });
}

describe('A refresh', () => {
  it('brings new tokens for the same login', async () => {
    expect(await refresh({ body: { ...GRANTED, expires_in: 60 } })).toEqual({
      accessToken: 'access 2',
      refreshToken: 'refresh 2',
      scope: undefined,
      expiresAt: application.clock.seconds() + 60,
      login: LOGIN,
    });
  });

  it('may bring an ID token of the same login, whose time is remembered', async () => {
    const { login } = await refreshWith({ nonce: 'n' });
    expect(login).toEqual({ ...LOGIN, issuedAt: application.clock.seconds() });
  });

  it.each<[string, object, string]>([
    ['about another user', { sub: 'user-2' }, 'id_token_subject_mismatch'],
    ['of another login', { nonce: 'other' }, 'id_token_nonce_mismatch'],
    ['that is older than the login', { iat: 939, exp: 9e9 }, 'id_token_claim_invalid'],
    ['of another issuer', { iss: 'https://evil.example' }, 'id_token_issuer_mismatch'],
  ])('brings nothing with an ID token %s', async (_what, claims, code) => {
    expect(await codeFrom(refreshWith(claims))).toBe(code);
    expect(kept).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['that has expired by our clock', { iat: 1_000, exp: 1_060 }, 'id_token_expired'],
    ['that is from the future by our clock', { iat: 9e9, exp: 9e9 + 60 }, 'id_token_not_yet_valid'],
  ])('has its refresh token kept with an ID token %s', async (_what, claims, code) => {
    expect(await codeFrom(refreshWith(claims))).toBe(code);
    expect(kept).toEqual(['refresh 2']);
  });

  it('has its refresh token kept while the key of its ID token is not published', async () => {
    application.provider.answer('jwks', { body: { keys: [] } });
    expect(await codeFrom(refreshWith({}))).toBe('id_token_key_unknown');
    expect(kept).toEqual(['refresh 2']);
  });

  it('has its refresh token kept while the keys of the provider cannot be had', async () => {
    application.provider.answer('jwks', { status: 503 });
    expect(await codeFrom(refreshWith({}))).toBe('provider_keys_unavailable');
    expect(kept).toEqual(['refresh 2']);
  });

  it('takes an ID token that is older by no more than clocks may differ', async () => {
    expect(await refreshWith({ iat: 940, exp: 9e9 })).toMatchObject({ refreshToken: 'refresh 2' });
  });

  it('is refused for good by the word for that alone', async () => {
    const headers = { 'Content-Type': 'application/json', 'Trace-Id': 'trace-1' };
    const body = { error: 'invalid_grant' };
    await expect(refresh({ status: 400, headers, body })).rejects.toMatchObject({
      code: 'refresh_rejected',
      traceId: 'trace-1',
    });
  });

  it.each([
    [400, 'invalid_scope', 'provider_error'],
    [401, 'invalid_client', 'client_authentication_failed'],
    [503, undefined, 'provider_temporarily_unavailable'],
  ])('is not refused for good by %d and %p', async (status, error, code) => {
    expect(await codeFrom(refresh({ status, body: { error } }))).toBe(code);
  });
});

const revoke = (): Promise<void> => application.client.revoke('a refresh token');

describe('A refresh token is revoked', () => {
  it('nowhere, when the provider does not offer that', async () => {
    const { provider } = application;
    provider.alter('discovery', { revocation_endpoint: undefined });
    await revoke();
    expect(provider.requests.map(({ endpoint }) => endpoint)).toEqual(['discovery']);
  });

  it('where the provider says so', async () => {
    const { provider } = application;
    provider.answer('revocation', {});
    await revoke();
    const [request] = provider.sent('revocation');
    expect(Object.fromEntries(request?.form ?? [])).toMatchObject({
      token: 'a refresh token',
      token_type_hint: 'refresh_token',
    });
    provider.complaints.length = 0; // it was issued to nobody
  });

  it.each([
    [204, 'provider_response_invalid'],
    [400, 'provider_response_invalid'],
    [503, 'provider_temporarily_unavailable'],
  ])('not, when the answer is %d', async (status, code) => {
    application.provider.answer('revocation', { status });
    expect(await codeFrom(revoke())).toBe(code);
    application.provider.complaints.length = 0;
  });
});
