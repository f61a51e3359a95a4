import { describe, expect, it } from '@jest/globals';

import { absoluteUrl, pageUrl, requestPaths } from './site.js';

const siteAt = (basePath: string) => ({
  origin: 'https://app.example.com',
  basePath,
  secure: true,
});

describe('absoluteUrl', () => {
  it.each([
    ['a site of its own', '', 'https://app.example.com/auth/callback'],
    ['a site below a path', '/app', 'https://app.example.com/app/auth/callback'],
  ])('is built on the configured origin, for %s', (_what, basePath, url) => {
    expect(absoluteUrl(siteAt(basePath), '/auth/callback')).toBe(url);
  });
});

describe('pageUrl', () => {
  it.each([
    ['', '/', '/'],
    ['', '/orders?page=2', '/orders?page=2'],
    ['/app', '/', '/app/'],
    ['/app', '/orders', '/app/orders'],
    ['/app', '/app', '/app'],
    ['/app', '/app/', '/app/'],
    ['/app', '/app/orders#last', '/app/orders#last'],
    ['/app', '/app?page=2', '/app?page=2'],
    ['/app', '/app#top', '/app#top'],
    ['/app', '/apples', '/app/apples'],
    ['/app', '/app.html', '/app/app.html'],
    ['/app', '/APP/orders', '/app/APP/orders'],
    ['/app', '/orders?next=/app/', '/app/orders?next=/app/'],
    ['/my/app', '/my', '/my/app/my'],
    ['/my/app', '/my/app/orders', '/my/app/orders'],
  ])('below %p is for %p at %p', (basePath, path, at) => {
    expect(pageUrl(siteAt(basePath), path)).toBe(`https://app.example.com${at}`);
  });
});

describe('requestPaths', () => {
  it.each([
    ['', ['/auth/login']],
    ['/app', ['/auth/login', '/app/auth/login']],
  ])('are those of our path with and without %p', (basePath, paths) => {
    expect(requestPaths(siteAt(basePath), '/auth/login')).toEqual(paths);
  });
});
