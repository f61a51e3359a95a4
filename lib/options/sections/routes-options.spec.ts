import { describe, expect, it } from '@jest/globals';

import {
  mountedRoutes,
  resolveRoutes,
  ROUTE_NAMES,
  routeProblems,
  type RoutesOptions,
} from './routes-options.js';

describe('resolveRoutes', () => {
  it('mounts every route at its usual place, but for one that needs a store', () => {
    expect(resolveRoutes()).toEqual({
      login: { path: '/auth/login', mount: true },
      callback: { path: '/auth/callback', mount: true },
      logout: { path: '/auth/logout', mount: true },
      loggedOut: { path: '/auth/logged-out', mount: true },
      backchannelLogout: undefined,
      jwks: { path: '/.well-known/jwks.json', mount: true },
    });
  });

  it('mounts that one when it is asked for', () => {
    expect(resolveRoutes({ backchannelLogout: true }).backchannelLogout).toEqual({
      path: '/auth/backchannel-logout',
      mount: true,
    });
  });

  it('finds nothing wrong with that', () => {
    expect(routeProblems({})).toEqual([]);
  });

  it.each(ROUTE_NAMES)('moves %s', (name) => {
    const written = { [name]: '/my/place' };
    const routes = resolveRoutes(written);
    expect(routes[name]).toEqual({ path: '/my/place', mount: true });
    expect(routeProblems(written)).toEqual([]);
  });

  it.each(ROUTE_NAMES)('leaves %s to a controller of the application', (name) => {
    const written = { [name]: { path: '/my/place', mount: false } };
    const routes = resolveRoutes(written);
    expect(routes[name]).toEqual({ path: '/my/place', mount: false });
    expect(routeProblems(written)).toEqual([]);
  });

  it.each(ROUTE_NAMES.filter((name) => name !== 'callback'))('switches %s off', (name) => {
    const written = { [name]: false };
    const routes = resolveRoutes(written);
    expect(routes[name]).toBeUndefined();
    expect(routeProblems(written)).toEqual([]);
  });
});

describe('mountedRoutes', () => {
  it('has none where a route is left to the application, but for one beside its callback', () => {
    const routes = resolveRoutes({
      login: { path: '/login', mount: false },
      callback: { path: '/login/callback', mount: false },
      loggedOut: false,
    });
    expect(mountedRoutes(routes)).toEqual([
      '/auth/logout',
      '/.well-known/jwks.json',
      '/login/callback/late',
    ]);
  });
});

describe('routeProblems', () => {
  it('refuses to switch the callback off', () => {
    expect(routeProblems({ callback: false })).toEqual([
      '`routes.callback` cannot be false, for the provider must send the browser somewhere: if your own controller answers, write { path: "/its/path", mount: false }',
    ]);
  });

  it.each([
    ['without a slash before it', 'login'],
    ['with a slash behind it', '/login/'],
    ['that is the root', '/'],
    ['that is empty', ''],
    ['with two slashes', '//login'],
    ['with a parameter', '/login/:eid'],
    ['with a wildcard', '/login/*'],
    ['with a query', '/login?a=b'],
    ['with a space', '/log in'],
    ['with a dot segment', '/auth/../login'],
    ['with a host', 'https://app.example.com/login'],
  ])('refuses a path %s', (_what, login) => {
    expect(routeProblems({ login })).toEqual([
      '`routes.login` must be a plain path such as "/auth/login", without a trailing slash or parameters',
    ]);
  });

  it.each([
    ['null', null],
    ['a number', 5],
    ['an object without a path', { mount: false }],
    ['an object that is mounted all the same', { path: '/login', mount: true }],
    ['an object that does not say who answers', { path: '/login' }],
  ])('refuses %s in place of a route', (_what, login) => {
    // As plain JavaScript may write it.
    const options = { login } as unknown as RoutesOptions;
    expect(routeProblems(options)).toEqual([
      '`routes.login` must be a path, true, false, or { path, mount: false } when your own controller answers there',
    ]);
  });

  it('refuses two routes that differ in case alone, which Express takes for one', () => {
    expect(routeProblems({ logout: '/Auth/Login' })).toEqual([
      '`routes.logout` and `routes.login` are both "/Auth/Login": give each its own path',
    ]);
  });

  it('refuses two routes at one path', () => {
    expect(routeProblems({ loggedOut: '/auth/login' })).toEqual([
      '`routes.loggedOut` and `routes.login` are both "/auth/login": give each its own path',
    ]);
  });

  it('lists everything at once', () => {
    expect(routeProblems({ login: 'login', callback: false, jwks: '/auth/logout' })).toHaveLength(
      3,
    );
  });

  it('guesses what an unknown name means', () => {
    const written: object = { logedOut: '/bye', signIn: '/in' };
    expect(routeProblems(written)).toEqual([
      '`routes.logedOut` is unknown: did you mean `routes.loggedOut`?',
      '`routes.signIn` is unknown: known are login, callback, logout, loggedOut, backchannelLogout, jwks',
    ]);
  });
});
