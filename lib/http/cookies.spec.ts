import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { type CookieAttributes, Cookies } from './cookies.js';

function cookiesOf(cookie: string | undefined, { secure = true } = {}): Cookies {
  const headers = cookie === undefined ? {} : { cookie };
  return new Cookies(new FakeExchange({ headers }), { secure });
}

function written(attributes: CookieAttributes, { secure = true } = {}): string | undefined {
  const exchange = new FakeExchange();
  new Cookies(exchange, { secure }).set('session', 'sealed', attributes);
  return exchange.answered.find(([name]) => name === 'set-cookie')?.[1];
}

describe('Cookies reads', () => {
  it.each([
    ['one cookie', '__Host-a=1', '1'],
    ['one of several', 'x=0; __Host-a=1; y=2', '1'],
    ['one without a space before it', 'x=0;__Host-a=1', '1'],
    ['a value with an equals sign', '__Host-a=1=2', '1=2'],
    ['an empty value', '__Host-a=', ''],
    ['a value as it is, without decoding', '__Host-a=%41%zz', '%41%zz'],
    ['one with spaces and tabs around it', 'x=0; \t__Host-a\t =\t1 \t; y=2', '1'],
    ['one beside its name behind other white space', '\u00A0__Host-a=2; __Host-a=1', '1'],
  ])('%s', (_what, header, value) => {
    expect(cookiesOf(header).get('a')).toBe(value);
  });

  it.each([
    ['without any cookie', undefined],
    ['from an empty header', ''],
    ['from a header without names', '; =; ;;'],
    ['under another name', '__Host-ab=1'],
    ['of a flag without a value', '__Host-a'],
    ['behind a no-break space, as a neighbouring host could set it', '\u00A0__Host-a=1'],
    ['behind a vertical tab', '\u000B__Host-a=1'],
    ['before a no-break space', '__Host-a\u00A0=1'],
    ['that came without the prefix, as anybody could set it by http', 'a=1'],
    ['that came twice, since nobody could tell which is ours', '__Host-a=1; __Host-a=2'],
    ['that came three times', '__Host-a=1; __Host-a=1; __Host-a=1'],
    ['of the object that a careless parser would make', '__Host-b=1; constructor=1'],
  ])('nothing %s', (_what, header) => {
    expect(cookiesOf(header).get('a')).toBeUndefined();
  });

  it.each([
    ['one', '__Host-a=1', true],
    ['an empty one', '__Host-a=', true],
    ['more than one', '__Host-a=1; __Host-a=2', true],
    ['none', '__Host-ab=1; a=1', false],
  ])('whether any was sent: %s', (_what, header, isSent) => {
    const cookies = cookiesOf(header);
    expect(cookies.has('a')).toBe(isSent);
    cookies.names('a');
    expect(cookies.has('a')).toBe(isSent);
  });

  it('no prefix where the site is not https', () => {
    const cookies = cookiesOf('a=1; __Host-a=2', { secure: false });
    expect(cookies.get('a')).toBe('1');
  });

  it.each([true, false])('the names that start so, in their order (https: %p)', (secure) => {
    const prefix = secure ? '__Host-' : '';
    const header = ['login-b=1', 'session=2', 'login-a=3', 'login-a=4'].map(
      (pair) => prefix + pair,
    );
    const cookies = cookiesOf(`${header.join('; ')}; logi=5`, { secure });
    expect(cookies.names('login-')).toEqual(['login-b', 'login-a']);
  });

  it.each([
    ['in its own value', '__Host-a=x__Host-a=2', 'x__Host-a=2'],
    ['in the value of another', 'b=__Host-a; c=__Host-a=2; __Host-a=1; d=__Host-a', '1'],
    ['in the name of another', '__Host-ab=2; x__Host-a=3; __Host-a=1', '1'],
  ])('one whose name stands %s, too', (_where, header, value) => {
    expect(cookiesOf(header).get('a')).toBe(value);
  });

  it('one cookie as it reads all of them', () => {
    const parts = fc.constantFrom(
      '__Host-a',
      '__Host-',
      'a',
      '=',
      ';',
      ' ',
      '\t',
      '\u00A0',
      'b',
      '',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (header) => {
        const [one, all] = [cookiesOf(header.join('')), cookiesOf(header.join(''))];
        all.names('');
        expect(one.get('a')).toBe(all.get('a'));
      }),
      { numRuns: 2000 },
    );
  });

  it('a flood of cookies without delay', () => {
    const flood = Array.from({ length: 10_000 }, (_, index) => `c${index}=${index}`);
    const cookies = cookiesOf([...flood, '__Host-a=1', '='.repeat(100_000)].join('; '));
    const before = process.cpuUsage().user;
    expect(cookies.get('a')).toBe('1');
    expect(process.cpuUsage().user - before).toBeLessThan(2_000_000);
  });
});

describe('Cookies writes', () => {
  it('what only our own host can set, and no script can read', () => {
    expect(written({ sameSite: 'Lax' })).toBe(
      '__Host-session=sealed; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
  });

  it('how long to keep it', () => {
    expect(written({ sameSite: 'Lax', maxAge: 900 })).toMatch(/; Max-Age=900$/);
  });

  it('neither prefix nor Secure where the site is not https', () => {
    expect(written({ sameSite: 'Lax' }, { secure: false })).toBe(
      'session=sealed; Path=/; HttpOnly; SameSite=Lax',
    );
  });

  it('Secure with SameSite=None even there, since browsers drop it otherwise', () => {
    expect(written({ sameSite: 'None' }, { secure: false })).toBe(
      'session=sealed; Path=/; HttpOnly; Secure; SameSite=None',
    );
  });

  it('each cookie beside the others', () => {
    const exchange = new FakeExchange();
    const cookies = new Cookies(exchange, { secure: true });
    cookies.set('a', '1', { sameSite: 'Lax' });
    cookies.set('b', '2', { sameSite: 'Lax' });
    expect(exchange.answered.map(([name]) => name)).toEqual(['set-cookie', 'set-cookie']);
  });

  it.each(['Lax', 'None'] as const)(
    'an empty cookie with the same attributes in place of one to clear (%s)',
    (sameSite) => {
      const exchange = new FakeExchange();
      new Cookies(exchange, { secure: true }).clear('session', sameSite);
      expect(exchange.answered).toEqual([
        [
          'set-cookie',
          `__Host-session=; Path=/; HttpOnly; Secure; SameSite=${sameSite}; Max-Age=0`,
        ],
      ]);
    },
  );
});

describe('Cookies#size', () => {
  it.each([
    [true, '__Host-session=sealed'],
    [false, 'session=sealed'],
  ])('counts name, equals sign and value (https: %p)', (secure, stored) => {
    expect(cookiesOf('', { secure }).size('session', 'sealed')).toBe(stored.length);
  });
});
