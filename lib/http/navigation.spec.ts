import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import {
  isEmbedded,
  isFramed,
  isLookAhead,
  isNavigation,
  isOfHiddenPage,
  isSameOrigin,
  isSameSite,
  isSentForm,
  prefersHtml,
} from './navigation.js';

type Headers = Readonly<Record<string, string>>;

const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const get = (headers: Headers) => new FakeExchange({ headers });

describe('isNavigation', () => {
  it.each<[string, Headers]>([
    ['a browser that goes to a page', { accept: PAGE, 'sec-fetch-dest': 'document' }],
    ['a browser that says nothing of itself but that it wants a page', { accept: PAGE }],
    ['a browser that names the destination alone', { 'sec-fetch-dest': 'document' }],
    [
      'one that a service worker passes on',
      { accept: PAGE, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'navigate' },
    ],
  ])('is true for %s', (_who, headers) => {
    expect(isNavigation(get(headers))).toBe(true);
  });

  it('is false for HEAD, which nobody looks at', () => {
    const exchange = new FakeExchange({ method: 'HEAD', headers: { accept: PAGE } });
    expect(isNavigation(exchange)).toBe(false);
  });

  it.each<[string, Headers]>([
    ['a client that says nothing', {}],
    ['a client that takes anything', { accept: '*/*' }],
    ['a script that wants JSON', { accept: 'application/json' }],
    ['fetch() by a page', { accept: '*/*', 'sec-fetch-dest': 'empty' }],
    ['fetch() that asks for HTML', { accept: PAGE, 'sec-fetch-dest': 'empty' }],
    ['a frame', { accept: PAGE, 'sec-fetch-dest': 'iframe' }],
    ['an image', { accept: 'image/avif,*/*', 'sec-fetch-dest': 'image' }],
    ['XMLHttpRequest that asks for HTML', { accept: PAGE, 'x-requested-with': 'XMLHttpRequest' }],
    ['a prefetch', { accept: PAGE, 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch' }],
    [
      'a prerender',
      { accept: PAGE, 'sec-fetch-dest': 'document', 'sec-purpose': 'prefetch;prerender' },
    ],
    ['a prefetch by an older browser', { accept: PAGE, purpose: 'prefetch' }],
    ['a prefetch by an older Firefox', { accept: PAGE, 'x-moz': 'prefetch' }],
    ['a preview', { accept: PAGE, purpose: 'preview' }],
    [
      'a prefetch that a service worker passes on',
      { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'navigate', 'sec-purpose': 'prefetch' },
    ],
    [
      'a script in another mode',
      { accept: PAGE, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
    ],
  ])('is false for %s', (_who, headers) => {
    expect(isNavigation(get(headers))).toBe(false);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is false for %s', (method) => {
    const headers = { accept: PAGE, 'sec-fetch-dest': 'document' };
    expect(isNavigation(new FakeExchange({ method, headers }))).toBe(false);
  });
});

describe('isLookAhead', () => {
  it.each<[string, string, Headers, boolean]>([
    ['who asks for the head alone', 'HEAD', { accept: PAGE }, true],
    ['a prefetch', 'GET', { 'sec-purpose': 'prefetch' }, true],
    [
      'a prefetch by way of a proxy',
      'GET',
      { 'sec-purpose': 'prefetch;anonymous-client-ip' },
      true,
    ],
    ['a prerender', 'GET', { 'sec-purpose': 'prefetch;prerender' }, true],
    ['an older browser', 'GET', { purpose: 'prefetch' }, true],
    ['an older Firefox', 'GET', { 'x-moz': 'prefetch' }, true],
    ['a preview of an older Safari', 'GET', { 'x-purpose': 'preview' }, true],
    ['who goes there', 'GET', { accept: PAGE, 'sec-fetch-dest': 'document' }, false],
    ['who sends a form', 'POST', { accept: PAGE }, false],
  ])('of %s', (_who, method, headers, expected) => {
    expect(isLookAhead(new FakeExchange({ method, headers }))).toBe(expected);
  });
});

describe('isEmbedded', () => {
  const CROSS_SITE = { 'sec-fetch-site': 'cross-site' };

  it.each<[string, Headers, boolean]>([
    ['a frame of another site', { ...CROSS_SITE, 'sec-fetch-dest': 'iframe' }, true],
    ["another site's script", { ...CROSS_SITE, 'sec-fetch-dest': 'empty' }, true],
    ["a link on another site's page", { ...CROSS_SITE, 'sec-fetch-dest': 'document' }, false],
    [
      'such a link that a service worker passes on',
      { ...CROSS_SITE, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'navigate' },
      false,
    ],
    ['a frame of our own', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }, true],
  ])('of %s', (_what, headers, expected) => {
    expect(isEmbedded(get(headers))).toBe(expected);
  });
});

describe('prefersHtml', () => {
  it.each<[string, Headers, boolean]>([
    ['a page', { accept: PAGE }, true],
    ['anything', { accept: '*/*' }, false],
    ['JSON', { accept: 'application/json' }, false],
    ['nothing in particular', {}, false],
  ])('for who asks for %s', (_what, headers, expected) => {
    expect(prefersHtml(get(headers))).toBe(expected);
  });

  it('is asked of any method', () => {
    const exchange = new FakeExchange({ method: 'POST', headers: { accept: PAGE } });
    expect(prefersHtml(exchange)).toBe(true);
  });
});

const OWN = 'https://app.example.com';

describe('isSameOrigin', () => {
  it.each<[string, Headers, boolean]>([
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: OWN }, true],
    [
      'our own page that hides where it is',
      { 'sec-fetch-site': 'same-origin', origin: 'null' },
      true,
    ],
    ['a page of a sibling domain', { 'sec-fetch-site': 'same-site' }, false],
    ['the address bar', { 'sec-fetch-site': 'none' }, true],
    ['nowhere, with the origin of another', { 'sec-fetch-site': 'none', origin: 'null' }, false],
    ["another site's page", { 'sec-fetch-site': 'cross-site', origin: OWN }, false],
    ['a word that nobody knows', { 'sec-fetch-site': 'same-planet', origin: OWN }, false],
    ['our own page in an older browser', { origin: OWN }, true],
    ["another site's page in an older browser", { origin: 'https://evil.example' }, false],
    ['our host, but by http', { origin: 'http://app.example.com' }, false],
    ['a sandboxed page in an older browser', { origin: 'null' }, false],
    ['a client that is no browser', {}, true],
  ])('of %s', (_from, headers, expected) => {
    expect(isSameOrigin(get(headers), OWN)).toBe(expected);
  });
});

describe('isOfHiddenPage', () => {
  it.each<[string, Headers, boolean]>([
    ['a page without an origin in an older browser', { origin: 'null' }, true],
    [
      'one in a browser that tells the site',
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      false,
    ],
    ["another site's page in an older browser", { origin: 'https://evil.example' }, false],
    ['a client that is no browser', {}, false],
  ])('of %s', (_from, headers, expected) => {
    expect(isOfHiddenPage(get(headers))).toBe(expected);
  });
});

describe('isSameSite', () => {
  it.each([
    ['same-origin', true],
    ['same-site', true],
    ['cross-site', false],
    ['none', false],
    ['', false],
  ])('of %s', (site, expected) => {
    expect(isSameSite(get({ 'sec-fetch-site': site }))).toBe(expected);
  });

  it('of a browser that does not tell', () => {
    expect(isSameSite(get({}))).toBe(false);
  });
});

describe('isFramed and isEmbedded', () => {
  it.each(['iframe', 'frame', 'fencedframe', 'embed', 'object'])(
    'are true for %s, of whichever page',
    (destination) => {
      const exchange = get({ 'sec-fetch-dest': destination, 'sec-fetch-site': 'same-origin' });
      expect([isFramed(exchange), isEmbedded(exchange)]).toEqual([true, true]);
    },
  );

  it.each<[string, Headers, boolean]>([
    ['a page', { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' }, false],
    ['an image of our own', { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-origin' }, false],
    ["another site's image", { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'cross-site' }, true],
    ['a browser that does not tell', {}, false],
  ])('tell frames from %s', (_what, headers, expected) => {
    expect([isFramed(get(headers)), isEmbedded(get(headers))]).toEqual([false, expected]);
  });
});

describe('isSentForm', () => {
  const post = (headers: Headers) => new FakeExchange({ method: 'POST', headers });

  it.each<[string, Headers, boolean]>([
    ['a form', { accept: PAGE, 'sec-fetch-dest': 'document' }, true],
    ['a form in a frame', { accept: PAGE, 'sec-fetch-dest': 'iframe' }, true],
    ['a form in an older browser', { accept: PAGE }, true],
    ['fetch()', { accept: '*/*', 'sec-fetch-dest': 'empty' }, false],
    ['fetch() that asks for HTML', { accept: PAGE, 'sec-fetch-dest': 'empty' }, false],
    ['a script of an older browser', { accept: PAGE, 'x-requested-with': 'XMLHttpRequest' }, false],
    ['JSON', { accept: PAGE, 'content-type': 'application/json' }, false],
    ['a program', { accept: '*/*' }, false],
  ])('of %s', (_what, headers, expected) => {
    expect(isSentForm(post(headers))).toBe(expected);
  });

  it('of a page that somebody goes to', () => {
    expect(isSentForm(get({ accept: PAGE, 'sec-fetch-dest': 'document' }))).toBe(false);
  });
});
