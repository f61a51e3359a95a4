import { describe, expect, it } from '@jest/globals';

import { challengeDescription, errorDescription } from './error-description.js';

const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEiLCJuYW1lIjoiQW5uYSJ9.c2lnbmF0dXJl-_0';

describe('errorDescription', () => {
  it('is what the provider says', () => {
    expect(errorDescription('Unknown client')).toBe('Unknown client');
  });

  it('has 200 characters at most', () => {
    expect(errorDescription('x'.repeat(100_000))).toHaveLength(200);
  });

  it('has printable characters alone', () => {
    expect(errorDescription('a\r\nb\u001b[31m\u202e\u0000ø')).toBe('a??b?[31m???');
  });

  it.each([
    ['a national id', 'No user 0101904321', 'No user [number]'],
    ['one with a hyphen', 'No user 010190-4321', 'No user [number]-4321'],
    ['numbers in a row', '123456 1234567,12345', '[number] [number],12345'],
    ['one that would be cut', `${'x'.repeat(197)}0101904321`, `${'x'.repeat(197)}[nu`],
    ['one behind what is not printable', '\u001b0101904321', '?[number]'],
  ])('has no long numbers: %s', (_what, text, shown) => {
    expect(errorDescription(text)).toBe(shown);
  });

  it.each([
    ['an assertion', `Wrong aud in ${JWT}`, 'Wrong aud in [token]'],
    ['an ID token that would be cut', `${'x'.repeat(150)} ${JWT}`, `${'x'.repeat(150)} [token]`],
    ['an encrypted token', `id_token_hint=${JWT}.e30.e30, is old`, 'id_token_hint=[token], is old'],
    ['the head of one alone', 'No key for eyJhbGciOiJFUzI1NiJ9', 'No key for [token]'],
  ])('has no tokens, in which anybody reads who it is: %s', (_what, text, shown) => {
    expect(errorDescription(text)).toBe(shown);
  });

  it.each([undefined, null, 1, {}, ['text'], '', '   '])('is nothing of %p', (text) => {
    expect(errorDescription(text)).toBeUndefined();
  });
});

describe('challengeDescription', () => {
  it('is that of a challenge', () => {
    const challenge = 'Bearer realm="a", error="invalid_token", error_description="It is over"';
    expect(challengeDescription(challenge)).toBe('It is over');
  });

  it.each([undefined, 'Bearer', 'Bearer error="invalid_token"', 'Bearer error_description=""'])(
    'is nothing of %p',
    (challenge) => {
      expect(challengeDescription(challenge)).toBeUndefined();
    },
  );
});
