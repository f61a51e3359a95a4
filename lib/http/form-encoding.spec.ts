import { describe, expect, it } from '@jest/globals';

import { formEncoded, formEncodedText } from './form-encoding.js';

const ALL_ASCII = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));

describe('formEncoded', () => {
  it('writes fields in their order', () => {
    expect(formEncoded({ b: '1', a: '2' })).toBe('b=1&a=2');
  });

  it('writes nothing of nothing', () => {
    expect(formEncoded({})).toBe('');
  });

  it.each([
    '',
    ' ',
    '&=?#%+',
    'https://id.example/?a=1 2#b',
    'ø𝒳',
    'half of one: \ud835',
    '\udcb3 the other half',
    ALL_ASCII,
  ])('writes names and values as URLSearchParams does: %j', (text) => {
    const fields = { [text]: text, other: text };
    expect(formEncoded(fields)).toBe(new URLSearchParams(fields).toString());
  });
});

describe('formEncodedText', () => {
  it('leaves nothing in that would end a value, or that a header could not carry', () => {
    expect(formEncodedText('a b&c=d#')).toBe('a+b%26c%3Dd%23');
    expect(formEncodedText(ALL_ASCII)).toMatch(/^[\w%+.*-]+$/);
  });
});
