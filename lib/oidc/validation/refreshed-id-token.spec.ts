import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { assertSameLogin, originalLogin } from './refreshed-id-token.js';

const LOGIN = {
  iss: 'https://acme.criipto.id',
  sub: 'user-1',
  iat: 1_000,
  nonce: 'n',
  auth_time: 990,
};

/** Seconds. */
const TOLERANCE = 300;

describe('originalLogin', () => {
  it('remembers what later ID tokens are held against, and no more', () => {
    const claims = { ...LOGIN, azp: 'client', name: 'Demo' };
    expect(originalLogin(claims)).toEqual({
      sub: 'user-1',
      issuedAt: 1_000,
      authTime: 990,
      nonce: 'n',
      azp: 'client',
    });
  });

  it('leaves out what the ID token did not say', () => {
    expect(originalLogin({ iss: LOGIN.iss, sub: 'user-1', iat: 1_000 })).toStrictEqual({
      sub: 'user-1',
      issuedAt: 1_000,
    });
  });

  it('leaves out what it said in a way that nothing can be held against', () => {
    const claims = { ...LOGIN, auth_time: '990', nonce: 7, azp: ['client'] };
    expect(originalLogin(claims)).toStrictEqual({ sub: 'user-1', issuedAt: 1_000 });
  });
});

describe('assertSameLogin', () => {
  const original = originalLogin(LOGIN);
  const { authTime: _authTime, ...timeless } = original;

  it.each([
    ['the same again', {}],
    ['a newer one', { iat: 2_000 }],
    ['one that is older by what clocks may differ', { iat: 700 }],
    ['no auth_time', { auth_time: undefined }],
  ])('takes %s', (_what, claims) => {
    expect(
      codeOf(() => assertSameLogin({ ...LOGIN, ...claims }, original, TOLERANCE)),
    ).toBeUndefined();
  });

  it.each([
    ['another user', 'id_token_subject_mismatch', { sub: 'user-2' }],
    ['an azp that was not there', 'id_token_azp_mismatch', { azp: 'client' }],
    ['an older token', 'id_token_claim_invalid', { iat: 699 }],
    ['a later authentication', 'id_token_claim_invalid', { auth_time: 991 }],
    ['an earlier authentication', 'id_token_claim_invalid', { auth_time: 989 }],
    ['an authentication at no time', 'id_token_claim_invalid', { auth_time: '990' }],
  ])('refuses %s', (_what, code, claims) => {
    expect(codeOf(() => assertSameLogin({ ...LOGIN, ...claims }, original, TOLERANCE))).toBe(code);
  });

  it('refuses the lack of an azp that was there', () => {
    expect(codeOf(() => assertSameLogin(LOGIN, { ...original, azp: 'client' }, TOLERANCE))).toBe(
      'id_token_azp_mismatch',
    );
  });

  it('takes a time that was not told before, if it may be that of the login', () => {
    expect(
      codeOf(() => assertSameLogin({ ...LOGIN, auth_time: 1_000 }, timeless, TOLERANCE)),
    ).toBeUndefined();
  });

  it.each([
    ['after the login', 1_001],
    ['in words', '990'],
  ])('refuses a time %s, where none was told before', (_what, authTime) => {
    expect(
      codeOf(() => assertSameLogin({ ...LOGIN, auth_time: authTime }, timeless, TOLERANCE)),
    ).toBe('id_token_claim_invalid');
  });
});
