import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../../test/support/fake-exchange.js';
import { resolveRoutes } from '../../options/sections/routes-options.js';
import { comesBack } from './login-leg.js';

const ROUTES = resolveRoutes({
  login: { path: '/login', mount: false },
  callback: { path: '/login/callback', mount: false },
});

const at = (url: string, routes = ROUTES) => comesBack(new FakeExchange({ url }), routes);

const QUERIES = ['', '?error=x', '?code=1', '?state=CA', '?code=1&state=2', '?error=x&state=2'];

describe('comesBack', () => {
  it.each(QUERIES)('is false at the login route, whatever its query is: "%s"', (query) => {
    expect(at(`/login${query}`)).toBe(false);
  });

  it.each(QUERIES)('is true at the callback, whatever its query is: "%s"', (query) => {
    expect(at(`/login/callback${query}`)).toBe(true);
  });

  it.each([
    '/login/callback/',
    '/Login/CALLBACK',
    '/login//callback',
    '/login/%63allback',
    '/base/login/callback',
  ])('is true at the callback in another form: %s', (path) => {
    expect(at(path)).toBe(true);
  });

  it.each(['/login/', '/LOGIN', '/base/login'])(
    'is false at the login route in another form: %s',
    (path) => {
      expect(at(`${path}?code=1&state=2`)).toBe(false);
    },
  );

  it('tells a route whose path is the end of another', () => {
    const routes = resolveRoutes({ login: '/my/login', callback: '/login' });
    expect(at('/my/login', routes)).toBe(false);
    expect(at('/login', routes)).toBe(true);
  });

  it.each([
    ['?code=1&state=2', true],
    ['?error=x&state=2', true],
    ['?error=x', false],
    ['?code=1', false],
    ['?state=CA', false],
    ['', false],
  ])('follows from an answer at a route that nobody named: "%s"', (query, expected) => {
    expect(at(`/sign-in${query}`)).toBe(expected);
    expect(at(`/sign-in${query}`, resolveRoutes({ login: false }))).toBe(expected);
  });
});
