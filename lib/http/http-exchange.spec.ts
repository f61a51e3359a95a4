import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { forbidCaching, keepPrivate, queryOf, redirect } from './http-exchange.js';

describe('queryOf', () => {
  it.each([
    ['/auth/callback', []],
    ['/auth/callback?', []],
    ['/auth/callback?code=1&state=2', ['code=1', 'state=2']],
    ['/auth/callback?state=1&state=2', ['state=1', 'state=2']],
    ['/auth/callback?state[]=1&state[a]=2', ['state[]=1', 'state[a]=2']],
    ['/auth/login?returnTo=%2Fme%3Fa%3Db', ['returnTo=/me?a=b']],
    ['/auth/login?returnTo=/me?a=b', ['returnTo=/me?a=b']],
    ['/auth/login?__proto__=1', ['__proto__=1']],
  ])('reads %s as it was sent', (url, parameters) => {
    const query = queryOf(new FakeExchange({ url }));
    expect([...query].map(([name, value]) => `${name}=${value}`)).toEqual(parameters);
  });
});

describe('redirect', () => {
  it('sends the browser elsewhere by GET', () => {
    const exchange = new FakeExchange();
    redirect(exchange, 'https://acme.criipto.id/oauth2/authorize');
    expect(exchange.sent?.status).toBe(303);
    expect(exchange.answered).toContainEqual([
      'location',
      'https://acme.criipto.id/oauth2/authorize',
    ]);
  });

  it('takes another status', () => {
    const exchange = new FakeExchange();
    redirect(exchange, '/', 302);
    expect(exchange.sent?.status).toBe(302);
  });

  it('is kept by nobody on the way', () => {
    const exchange = new FakeExchange();
    redirect(exchange, '/');
    expect(exchange.answered).toContainEqual(['cache-control', 'no-store']);
  });
});

describe('keepPrivate', () => {
  it('forbids to keep the answer, and to tell the next site where the browser was', () => {
    const exchange = new FakeExchange();
    keepPrivate(exchange);
    expect(exchange.answered).toEqual([
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
    ]);
  });
});

describe('forbidCaching', () => {
  it("leaves the rest of the application's answer alone", () => {
    const exchange = new FakeExchange();
    forbidCaching(exchange);
    expect(exchange.answered).toEqual([['cache-control', 'no-store']]);
  });
});
