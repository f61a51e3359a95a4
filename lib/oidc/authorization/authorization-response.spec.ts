import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import {
  isCallback,
  readAuthorizationResponse,
  saysThatItIsOver,
  type AuthorizationResponse,
} from './authorization-response.js';

const read = (query: string): AuthorizationResponse =>
  readAuthorizationResponse(new URLSearchParams(query));

describe('readAuthorizationResponse', () => {
  it('reads a code', () => {
    expect(read('code=c&state=s&iss=https%3A%2F%2Fidp.example')).toEqual({
      state: 's',
      code: 'c',
      error: undefined,
      iss: 'https://idp.example',
    });
  });

  it('reads an error', () => {
    expect(read('error=access_denied&state=s')).toMatchObject({ error: 'access_denied' });
  });

  it('ignores what it does not know', () => {
    const query = 'code=c&state=s&session_state=a&scope=openid&scope=openid&__proto__=x';
    expect(read(query)).toEqual(read('code=c&state=s'));
  });

  it('leaves a callback with neither code nor error to who knows the login', () => {
    expect(read('state=s')).toMatchObject({ code: undefined, error: undefined });
  });

  it.each(['', 'scope=openid', 'iss=https%3A%2F%2Fidp.example'])(
    'calls %p a browser that comes back with nothing',
    (query) => {
      expect(codeOf(() => read(query))).toBe('callback_empty');
    },
  );
});

describe('readAuthorizationResponse refuses', () => {
  it.each([
    ['no state', 'code=c'],
    ['an empty state', 'code=c&state='],
    ['an empty code', 'code=&state=s'],
    ['an empty error', 'error=&state=s'],
    ['an empty issuer', 'code=c&state=s&iss='],
    ['two codes', 'code=a&code=b&state=s'],
    ['the same code twice', 'code=a&code=a&state=s'],
    ['two states', 'code=c&state=a&state=b'],
    ['two errors', 'error=a&error=b&state=s'],
    ['two issuers', 'code=c&state=s&iss=a&iss=b'],
    ['a code and an error', 'code=c&error=access_denied&state=s'],
    ['an array for a state', 'code=c&state[]=s'],
    ['an object for a state', 'code=c&state[a]=s'],
    ['an ID token', 'code=c&state=s&id_token=e30.e30.c2ln'],
    ['an access token', 'code=c&state=s&access_token=a'],
    ['a token type', 'code=c&state=s&token_type=Bearer'],
    ['a signed response', 'code=c&state=s&response=e30.e30.c2ln'],
    ['a code of more than 4096 characters', `code=${'c'.repeat(4097)}&state=s`],
    ['a state of a megabyte', `code=c&state=${'s'.repeat(1_000_000)}`],
  ])('%s', (_, query) => {
    expect(codeOf(() => read(query))).toBe('callback_malformed');
  });

  it.each([
    ['an error without a state', 'error=access_denied'],
    ['an error and a code without a state', 'error=invalid_request_uri&code=c'],
  ])('%s', (_, query) => {
    expect(codeOf(() => read(query))).toBe('callback_malformed');
  });

  it('a request that is over, which no state comes back with', () => {
    expect(codeOf(() => read('error=invalid_request_uri'))).toBe('login_expired');
  });

  it('a callback without a state in so many words', () => {
    expect(() => read('code=c')).toThrow(
      expect.objectContaining({ message: 'The callback has no state' }),
    );
  });

  it('an error without a state by its name, if it has a proper one', () => {
    const refused = (error: string) => () => read(new URLSearchParams({ error }).toString());
    const naming = (text: string) => expect.objectContaining({ message: text });
    expect(refused('invalid_request_object')).toThrow(
      naming('The callback has no state. The provider answered invalid_request_object'),
    );
    expect(refused('<script>')).toThrow(
      naming('The callback has no state. The provider answered an error without a proper name'),
    );
  });

  it('but not a code of 4096 characters', () => {
    expect(read(`code=${'c'.repeat(4096)}&state=s`).code).toHaveLength(4096);
  });

  it('without repeating what was sent', () => {
    expect(() => read('code=canary&code=canary&state=s')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});

describe('saysThatItIsOver', () => {
  it.each(['request_uri has expired', 'The request expired.', 'EXPIRED'])('knows %p', (text) => {
    expect(saysThatItIsOver(text)).toBe(true);
  });

  it.each([undefined, '', 'unknown request_uri', 'invalid, expired, or was already used'])(
    'is not sure of %p',
    (text) => {
      expect(saysThatItIsOver(text)).toBe(false);
    },
  );
});

describe('isCallback', () => {
  it.each(['code=c', 'error=e', 'state=s'])('knows %s', (query) => {
    expect(isCallback(new URLSearchParams(query))).toBe(true);
  });

  it.each(['', 'returnTo=/a', 'Code=c'])('knows that %p is none', (query) => {
    expect(isCallback(new URLSearchParams(query))).toBe(false);
  });
});
