import { describe, expect, it } from '@jest/globals';

import { endpointUrl } from './endpoint-url.js';

describe('endpointUrl', () => {
  it.each([
    ['https://id.example/authorize', 'https://id.example/authorize?a=1&b=2'],
    ['https://id.example', 'https://id.example?a=1&b=2'],
    ['https://id.example/authorize?', 'https://id.example/authorize?&a=1&b=2'],
    [
      'https://id.example/authorize?tenant=x%20y',
      'https://id.example/authorize?tenant=x%20y&a=1&b=2',
    ],
    ['https://id.example/authorize#here', 'https://id.example/authorize?a=1&b=2#here'],
  ])('puts parameters behind %s', (endpoint, url) => {
    expect(endpointUrl(endpoint, { a: '1', b: '2' })).toBe(url);
  });

  it('writes values so that they are read as they were', () => {
    const value = 'a b&c=d#e?f%20ø\'"+/';
    const url = new URL(endpointUrl('https://id.example/authorize', { value }));
    expect(url.searchParams.get('value')).toBe(value);
    expect(url.hash).toBe('');
  });
});
