import { describe, expect, it } from '@jest/globals';

import { FakeExchange } from '../../test/support/fake-exchange.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { notePageFacts } from '../errors/page-facts.js';
import { resolveRoutes } from '../options/sections/routes-options.js';
import { wayOnward } from './way-onward.js';

const ROUTES = resolveRoutes();
const errorOf = (code: CriiptoAuthErrorCode) => new CriiptoAuthError(code, 'Refused');
const at = (url: string, method = 'GET') => new FakeExchange({ url, method });

const AGAIN = [{ path: '/auth/login', label: 'try_again' }];
const CALLBACK = '/auth/callback?code=a&state=b';

describe('an error page offers', () => {
  it.each<[string, CriiptoAuthErrorCode, FakeExchange]>([
    ['came back', 'login_expired', at(CALLBACK)],
    ['came back by a form', 'provider_unreachable', at('/auth/callback', 'POST')],
    ['came back in other letters', 'login_expired', at('/Auth/Callback/', 'POST')],
    ['came back to a route of the application', 'login_cancelled', at('/my/callback?error=a')],
    ['may work another time', 'provider_unreachable', at(CALLBACK)],
    ['did not begin', 'login_cross_site', at('/auth/login')],
  ])('another login after one that %s', (_what, code, exchange) => {
    expect(wayOnward(errorOf(code), exchange, ROUTES)).toEqual(AGAIN);
  });

  it('another login where one is sent on that came late to a route of the application', () => {
    const routes = resolveRoutes({ callback: { path: '/own', mount: false } });
    expect(wayOnward(errorOf('login_unknown'), at('/own/late'), routes)).toEqual(AGAIN);
  });

  it('another login, to the page that the first was asked for', () => {
    const error = errorOf('login_cross_site');
    expect(wayOnward(error, at('/auth/login?returnTo=/s%C3%B8g?q=a+b'), ROUTES)).toEqual([
      { path: '/auth/login?returnTo=%2Fs%25C3%25B8g%3Fq%3Da%2Bb', label: 'try_again' },
    ]);
  });

  it.each(['login_cancelled', 'login_expired', 'provider_unreachable'] as const)(
    'another login, to the page that the one that came back was for: %s',
    (code) => {
      const error = errorOf(code);
      notePageFacts(error, { wantedPage: '/orders?page=2' });
      expect(wayOnward(error, at(CALLBACK), ROUTES)).toEqual([
        { path: '/auth/login?returnTo=%2Forders%3Fpage%3D2', label: 'try_again' },
      ]);
    },
  );

  it('the page itself, which asks for a login for a company', () => {
    expect(wayOnward(errorOf('company_required'), at('/invoices?page=2'), ROUTES)).toEqual([
      { path: '/invoices?page=2', label: 'log_in' },
    ]);
    expect(wayOnward(errorOf('company_required'), at('/invoices', 'PUT'), ROUTES)).toEqual([]);
  });

  it('no way to another site, whatever was asked for', () => {
    const asked = at('/auth/login?returnTo=//evil.example');
    expect(wayOnward(errorOf('login_cross_site'), asked, ROUTES)).toEqual(AGAIN);
  });

  it.each([
    '/auth/login?returnTo=%2Fme',
    '/orders?page=2',
    '/auth/login?state=a',
    '/cars?state=CA',
  ])('the page that could not be shown: %s', (url) => {
    expect(wayOnward(errorOf('store_unavailable'), at(url), ROUTES)).toEqual([
      { path: url, label: 'try_again' },
    ]);
  });

  it.each<[string, CriiptoAuthErrorCode, FakeExchange]>([
    ['a post, which may have done something', 'store_unavailable', at('/auth/logout', 'POST')],
    ['an address that is another site', 'store_unavailable', at('//evil.example/a')],
    ['a page whose trouble does not pass', 'sessions_not_stored', at('/sessions')],
    ['a call that somebody else answered', 'user_mismatch', at('/calls/1')],
    ['a login that goes on elsewhere', 'callback_empty', at('/auth/callback')],
    ['a login by somebody else, who would be in by another', 'user_mismatch', at(CALLBACK)],
  ])('nothing after %s', (_what, code, exchange) => {
    expect(wayOnward(errorOf(code), exchange, ROUTES)).toEqual([]);
  });

  it.each(['session_ended', 'refresh_rejected', 'access_token_expired'] as const)(
    'a login, and calls it so, after %s',
    (code) => {
      expect(wayOnward(errorOf(code), at('/orders'), ROUTES)).toEqual([
        { path: '/auth/login', label: 'log_in' },
      ]);
    },
  );

  it.each(['user_mismatch', 'login_cancelled', 'provider_unreachable', 'user_refused'] as const)(
    'the page that demanded the login, whatever became of it: %s',
    (code) => {
      const error = errorOf(code);
      notePageFacts(error, { wayBack: '/transfer' });
      expect(wayOnward(error, at(CALLBACK), ROUTES)).toEqual([
        { path: '/transfer', label: 'go_back' },
      ]);
    },
  );

  it('no login where there is no login route', () => {
    const routes = resolveRoutes({ login: false });
    expect(wayOnward(errorOf('login_expired'), at(CALLBACK), routes)).toEqual([]);
    expect(wayOnward(errorOf('session_ended'), at('/'), routes)).toEqual([]);
  });
});
