import { describe, expect, it } from '@jest/globals';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { checkLoginRequest } from './check-login-request.js';

const MITID = 'urn:grn:authn:dk:mitid:high';

function refusal(asked: Readonly<Record<string, unknown>>): string {
  try {
    checkLoginRequest(asked);
  } catch (error) {
    if (error instanceof CriiptoAuthError && error.code === 'login_request_invalid')
      return error.message;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('checkLoginRequest', () => {
  it.each([
    [{}],
    [
      {
        acrValues: MITID,
        scope: 'openid ssn address',
        prompt: 'login consent',
        uiLocales: 'da en',
      },
    ],
    [{ acrValues: [MITID, 'https://idp.example/acr/mfa'], maxAge: 0 }],
    [{ loginHint: 'sub:0107901234 action:sign message:w6U=', extraParams: { a: 'b c' } }],
    [{ loginHint: 'åse@example.no', acrValues: [] }],
    [{ returnTo: '/anywhere', scope: undefined }],
  ])('takes %j', (asked) => {
    expect(() => checkLoginRequest(asked)).not.toThrow();
  });

  it.each([
    ['no openid', 'ssn', '`scope` must include "openid"'],
    ['a double space', 'openid  ssn', '`scope` must be scopes with single spaces between them'],
    ['a line break', 'openid\nssn', '`scope` must be scopes with single spaces between them'],
    ['a list', ['openid'], '`scope` must be scopes with single spaces between them'],
  ])('refuses a scope with %s', (_what, scope, message) => {
    expect(refusal({ scope })).toBe(message);
  });

  it.each([[`${MITID} mock`], [['x', `${MITID}\t`]], [''], [[42]], [null]])(
    'refuses the acr values %j',
    (acrValues) => {
      expect(refusal({ acrValues })).toBe(
        '`acrValues` must be one acr value, or a list with one in each',
      );
    },
  );

  it.each([null, 'me', 42, [[]]])('refuses the person %j', (samePersonAs) => {
    expect(refusal({ samePersonAs })).toBe('`samePersonAs` must be a user, or left out');
  });

  it.each([['da\r\nx'], ['da,en'], [' da'], [['da']]])('refuses the languages %j', (uiLocales) => {
    expect(refusal({ uiLocales })).toContain('`uiLocales` must be languages');
  });

  it.each([['login\u0000'], [''], [1]])('refuses the prompt %j', (prompt) => {
    expect(refusal({ prompt })).toContain('`prompt` must be words');
  });

  it.each([['sub:1\u0007'], ['a\u2028b'], ['  '], [{}]])('refuses the hint %j', (loginHint) => {
    expect(refusal({ loginHint })).toBe('`loginHint` must be a text without control characters');
  });

  it.each([
    'state',
    'nonce',
    'redirect_uri',
    'client_id',
    'code_challenge',
    'code_challenge_method',
    'response_type',
    'response_mode',
    'request',
    'request_uri',
    'client_assertion',
    'scope',
    'acr_values',
    'login_hint',
    'sub',
  ])('refuses to have %s overwritten', (name) => {
    expect(refusal({ extraParams: { [name]: 'x' } })).toBe(
      `\`extraParams\` holds \`${name}\`, which belongs to the protocol and cannot be overridden`,
    );
  });

  it.each([
    [{ 'a b': 'x' }, 'holds `…`, which cannot be the name of a parameter'],
    [{ a: 'x\u0000' }, 'holds `a`, which must be a text without control characters'],
    [{ a: 1 }, 'holds `a`, which must be a text without control characters'],
    ['a=b', 'must be an object'],
    [null, 'must be an object'],
  ])('refuses the extra parameters %j', (extraParams, message) => {
    expect(refusal({ extraParams })).toBe(`\`extraParams\` ${message}`);
  });

  it.each([[-1], [1.5], ['300'], [Number.NaN]])('refuses the age %j', (maxAge) => {
    expect(refusal({ maxAge })).toBe('`maxAge` must be a whole number of seconds');
  });

  it('repeats no value', () => {
    const canary = 'canary-0107901234\u0000';
    for (const name of ['acrValues', 'loginHint', 'prompt', 'uiLocales', 'scope'])
      expect(refusal({ [name]: canary })).not.toContain('canary');
    expect(refusal({ extraParams: { a: canary } })).not.toContain('canary');
  });
});
