import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { printable } from './printable.js';

describe('printable', () => {
  it('leaves plain characters as they are', () => {
    expect(printable('https://acme.criipto.id/ "a" ~')).toBe('https://acme.criipto.id/ "a" ~');
  });

  it.each([
    ['a line break', 'a\r\nb', 'a\\u000d\\u000ab'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['what steers a terminal', '\u001b[2J\u009b31m', '\\u001b[2J\\u009b31m'],
    ['what turns the order of letters', 'a\u202Eb', 'a\\u202eb'],
    ['letters that look like others', '\u0430', '\\u0430'],
    ['half of a pair', '\uD800', '\\ud800'],
  ])('shows %s by its number', (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('cuts what is long', () => {
    expect(printable('x'.repeat(1000))).toBe('x'.repeat(200));
  });

  it('gives plain characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});
