import { describe, expect, it } from '@jest/globals';

import { isLoopbackHttp } from './loopback.js';

describe('isLoopbackHttp', () => {
  it.each([
    'http://localhost',
    'http://LOCALHOST:3000/a',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://[0:0:0:0:0:0:0:1]',
    'http://127.1',
  ])('is true for %s', (url) => {
    expect(isLoopbackHttp(new URL(url))).toBe(true);
  });

  it.each([
    'https://localhost',
    'ftp://localhost',
    'http://localhost.example.org',
    'http://localhost@example.org',
    'http://127.0.0.2',
    'http://0.0.0.0',
    'http://192.168.0.1',
    'http://[::ffff:127.0.0.1]',
  ])('is false for %s', (url) => {
    expect(isLoopbackHttp(new URL(url))).toBe(false);
  });
});
