import { describe, expect, it } from '@jest/globals';

import { absoluteUrl } from './site.js';

describe('absoluteUrl', () => {
  it.each([
    ['a site of its own', '', 'https://app.example.com/auth/callback'],
    ['a site below a path', '/app', 'https://app.example.com/app/auth/callback'],
  ])('is built on the configured origin, for %s', (_what, basePath, url) => {
    const site = { origin: 'https://app.example.com', basePath, secure: true };
    expect(absoluteUrl(site, '/auth/callback')).toBe(url);
  });
});
