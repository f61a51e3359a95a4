import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { routedPaths, safeReturnTo } from './return-to.js';

const ORIGIN = 'https://app.example.com';

describe('safeReturnTo keeps', () => {
  it.each([
    '/',
    '/me',
    '/me/',
    '/orders?page=2&sort=-date',
    '/orders#last',
    '/a%20b',
    '/files/a%2Fb',
    '/search?q=%0A%5C%2F%2F',
    '/go?to=https://other.example/',
    '/a//b',
    '/@me',
    '/;@evil',
    '/:8080/evil',
    '/https://evil.example',
    '/..evil',
    `/${'a'.repeat(2047)}`,
  ])('%s', (path) => {
    expect(safeReturnTo(path)).toBe(path);
  });
});

describe('safeReturnTo tidies up', () => {
  it.each([
    ['/a/../b', '/b'],
    ['/./a', '/a'],
    ['/a/..', '/'],
    ['/../../me', '/me'],
    ['/a/%2e%2e/b', '/b'],
    ['/?', '/'],
  ])('%s to %s, as a browser would', (path, tidy) => {
    expect(safeReturnTo(path)).toBe(tidy);
  });
});

describe('safeReturnTo encodes', () => {
  it.each([
    ['a space', '/a b', '/a%20b'],
    ['spaces at the end', '/a ', '/a%20'],
    ['letters of other languages', '/søg/blåbær', '/s%C3%B8g/bl%C3%A5b%C3%A6r'],
    ['them in a query', '/search?q=blå bær', '/search?q=bl%C3%A5%20b%C3%A6r'],
    ['them in a fragment', '/a#mål 1', '/a#m%C3%A5l%201'],
    ['another writing', '/コーヒー', '/%E3%82%B3%E3%83%BC%E3%83%92%E3%83%BC'],
    ['letters that a sign keeps apart', '/می\u200cخواهم', encodeURI('/می\u200cخواهم')],
    ['letters outside the plane', '/😀', '/%F0%9F%98%80'],
  ])('%s, as a browser would', (_what, path, encoded) => {
    expect(safeReturnTo(path)).toBe(encoded);
  });

  it.each(['/a+b', '/search?q=a+b', '/search?q=a%2Bb', '/a%20b', '/s%C3%B8g'])(
    'nothing that stands for itself or is encoded: %s',
    (path) => {
      expect(safeReturnTo(path)).toBe(path);
    },
  );
});

describe('safeReturnTo refuses', () => {
  it.each([
    ['another host', '//evil.example'],
    ['another host with a third slash', '///evil'],
    ['another host with dot segments behind it', '////evil/%2e%2e%2f'],
    ['a slash and a backslash', '/\\evil'],
    ['a backslash and a slash', '\\/evil'],
    ['two backslashes', '\\\\evil'],
    ['a backslash anywhere', '/a\\b'],
    ['an encoded tab', '/%09/evil'],
    ['an encoded line feed', '/%0a/evil'],
    ['an encoded line feed in capitals', '/%0A/evil'],
    ['a tab', '/\t/evil'],
    ['a line feed', '/\n/evil'],
    ['an encoded backslash', '/%5cevil'],
    ['an encoded backslash in capitals', '/%5Cevil'],
    ['an encoded slash', '/%2fevil.example'],
    ['a second slash and an encoded backslash', '//%5cevil'],
    ['a scheme without slashes', 'https:evil'],
    ['a scheme with one slash', 'https:/evil'],
    ['a scheme with three slashes', 'https:///x@evil'],
    ['http without slashes', 'http:evil'],
    ['user information', 'https://good.example@evil'],
    ['encoded user information', 'https://good.example%40evil'],
    ['a backslash before the at sign', 'https://evil\\@good'],
    ['a fragment that hides the host', 'https://evil:80#@good.example'],
    ['a host that begins like ours', 'https://app.example.com.evil'],
    ['a host that ends like ours', 'https://evilapp.example.com'],
    ['an encoded NUL in the host', 'https://good.example%00.evil'],
    ['our own origin, since a path is asked for', `${ORIGIN}/me`],
    ['javascript:', 'javascript:alert(1)'],
    ['JaVaScRiPt:', 'JaVaScRiPt:alert(1)'],
    ['data:', 'data:text/html,<script>'],
    ['vbscript:', 'vbscript:msgbox(1)'],
    ['an encoded scheme', '%68%74%74%70%73%3a//evil'],
    ['a decimal address', 'http://2130706433'],
    ['a hexadecimal address', '//0x7f000001'],
    ['an octal address', '//017700000001'],
    ['an IPv6 address', '//[::ffff:127.0.0.1]'],
    ['full-width slashes', '／／evil'],
    ['a full-width slash behind a slash', '/／evil'],
    ['a vertical kana repeat mark', '/〱evil'],
    ['the lower half of one', '/〵evil'],
    ['a hiragana iteration mark', '/ゝevil'],
    ['a long vowel mark', '/ーevil'],
    ['a half-width long vowel mark', '/ｰevil'],
    ['an ideographic full stop', '//evil。example'],
    ['a right-to-left override', '/\u202Emoc.live'],
    ['a lone surrogate', '/\uD800'],
    ['a byte order mark', '\uFEFF//evil'],
    ['NUL', '/\0'],
    ['DEL', '/\x7F'],
    ['dot segments that dissolve into a second slash', '/..//evil'],
    ['a dot segment that does', '/.//evil'],
    ['dot segments further on that do', '/a/../..//evil'],
    ['encoded dot segments that do', '/%2e%2e//evil'],
    ['a dot segment before an encoded backslash', '/./%5cevil'],
    ['a CR and LF that would split the header', '/\r\nSet-Cookie: a=1'],
    ['a host that is encoded twice', '%252f%252fevil'],
    ['a relative path', 'me'],
    ['a query alone', '?a=b'],
    ['a fragment alone', '#a'],
    ['nothing', ''],
    ['a path that is too long', `/${'a'.repeat(2048)}`],
    ['a path that is too long when it is encoded', `/${'å'.repeat(400)}`],
    ['a line separator', '/a\u2028b'],
    ['8 kB', `/${'a'.repeat(8192)}`],
  ])('%s', (_what, value) => {
    expect(safeReturnTo(value)).toBeUndefined();
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a list, as of a parameter that was sent twice', ['/a', '//evil']],
    ['an object that reads as a path', { toString: () => '/a' }],
    ['a boxed text', Object('/a')],
    ['a number', 1],
  ])('%s', (_what, value) => {
    expect(safeReturnTo(value)).toBeUndefined();
  });
});

describe('safeReturnTo does not go in circles', () => {
  const own = routedPaths(['/auth/login', '/auth/callback']);

  it.each([
    ['a route of our own', '/auth/login'],
    ['with a query', '/auth/login?returnTo=/auth/login'],
    ['with a fragment', '/auth/callback#x'],
    ['with a slash behind it', '/auth/login/'],
    ['with many', '/auth/login///'],
    ['by dot segments', '/auth/x/../login'],
    ['in capitals, which Express does not tell apart', '/Auth/LOGIN'],
    ['with a letter encoded, which Fastify decodes', '/auth/%6cogin'],
    ['with a capital letter encoded', '/auth/%4Cogin'],
    ['with slashes in a row', '/auth//login'],
  ])('%s', (_what, path) => {
    expect(safeReturnTo(path, own)).toBeUndefined();
  });

  it.each(['/auth', '/auth/login/more', '/auth/logins', '/my/auth/login', '/a%E0%A4%A'])(
    'but lets through %s',
    (path) => {
      expect(safeReturnTo(path, own)).toBe(path);
    },
  );
});

describe('safeReturnTo never leaves the origin', () => {
  /** Texts made of what such attacks are made of. */
  const attack = fc
    .array(
      fc.oneof(
        fc.constantFrom('/', '\\', '.', '..', '%2e', '%2f', '%5c', '%09', '@', ':', '?', '#', ';'),
        fc.constantFrom('\t', '\n', '\r', ' ', '\0', '／', '。', 'https:', 'javascript:', 'evil'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  const staysHere = (value: string): boolean => {
    const path = safeReturnTo(value);
    return path === undefined || new URL(path, ORIGIN).origin === ORIGIN;
  };

  it.each([
    ['whatever is asked for', fc.string({ unit: 'binary' })],
    ['however it is attacked', attack],
    ['whatever follows the first slash', attack.map((text) => `/${text}`)],
  ])('%s', (_what, text) => {
    fc.assert(fc.property(text, staysHere), { numRuns: 1000 });
  });

  it('and takes its own answer for an answer, since it is asked twice', () => {
    const isSettled = fc.property(
      attack.map((text) => `/${text}`),
      (value) => {
        const path = safeReturnTo(value);
        return path === undefined || safeReturnTo(path) === path;
      },
    );
    fc.assert(isSettled, { numRuns: 1000 });
  });
});
