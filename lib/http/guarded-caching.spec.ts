import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { limitCaching } from './guarded-caching.js';
import type { HttpExchange } from './http-exchange.js';

type Headers = Readonly<Record<string, string>>;

const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const PAGE = 'private, no-store';
const DATA = 'private, no-cache';

function said(headers: Headers, cacheControl?: string | false, method = 'GET'): unknown {
  const exchange = new FakeExchange({ method, headers });
  limitCaching(exchange, cacheControl);
  return exchange.answered;
}

describe('limitCaching says of an answer', () => {
  it.each<[string, Headers, string]>([
    ['a page', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, PAGE],
    ['a page in a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, PAGE],
    ['a page that may be shown soon', { 'sec-fetch-mode': 'navigate', purpose: 'prefetch' }, PAGE],
    ['a page, with the mode alone', { 'sec-fetch-mode': 'navigate' }, PAGE],
    ['a page, with the destination alone', { 'sec-fetch-dest': 'document' }, PAGE],
    ['a frame, with the destination alone', { 'sec-fetch-dest': 'frame' }, PAGE],
    ['a page in an older browser', { accept: HTML }, PAGE],
    ['fetch() that asks for HTML', { 'sec-fetch-dest': 'empty', accept: HTML }, DATA],
    ['an image', { 'sec-fetch-dest': 'image', accept: 'image/avif,*/*' }, DATA],
    ['JSON in an older browser', { accept: 'application/json' }, DATA],
    ['nothing in particular', {}, DATA],
  ])('to who asks for %s', (_what, headers, expected) => {
    expect(said(headers)).toEqual([['cache-control', expected]]);
  });

  it('to a form as to a link', () => {
    expect(said({ accept: HTML }, undefined, 'POST')).toEqual([['cache-control', PAGE]]);
  });

  it('what it is told to say, of a page and of all else', () => {
    for (const headers of [{ accept: HTML }, {}])
      expect(said(headers, 'private, max-age=5')).toEqual([
        ['cache-control', 'private, max-age=5'],
      ]);
  });

  it('nothing, if it is told so', () => {
    expect(said({ accept: HTML }, false)).toEqual([]);
  });

  it.each<[string | undefined, string]>([
    [undefined, DATA],
    ['public, max-age=60', DATA],
    ['private, max-age=60', DATA],
    ['no-cache, no-store', 'no-cache, no-store'],
  ])('something else than was said before, unless nobody may keep it: %p', (before, expected) => {
    const exchange: HttpExchange = new FakeExchange();
    exchange.headerSet = () => before;
    const set: string[] = [];
    exchange.setHeader = (_name, value) => set.push(value);
    limitCaching(exchange, undefined);
    expect(set).toEqual([expected]);
  });
});
