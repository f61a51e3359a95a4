import { setTimeout } from 'node:timers/promises';

import { Controller, Get, Injectable, Post, Req, Res, UseGuards } from '@nestjs/common';
import { AuthGuard, PassportModule, PassportSerializer } from '@nestjs/passport';
import { ExpressAdapter } from '@nestjs/platform-express';
import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import session from 'express-session';
import {
  AuthEvents,
  CriiptoAuthGuard,
  CriiptoAuthModule,
  type CriiptoAuthOptions,
  CriiptoLoginGuard,
  CurrentUser,
  type LoggedInRequest,
  RequireAge,
} from 'nestjs-criipto-auth';
import passport from 'passport';

import { Browser, locationOf } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { SameSiteBrowser } from '../support/same-site-browser.js';
import { appsOn } from '../support/test-app.js';

const CALLBACK = '/auth/criipto/callback';
const TIME_TO_COME_TWICE_MS = 100;

@Controller()
@UseGuards(CriiptoLoginGuard)
class OwnRoutesController {
  @Get('sign-in')
  signIn() {}

  @Get('signed-in')
  signedIn(@Req() { user, authInfo }: LoggedInRequest) {
    return { user, returnTo: authInfo?.returnTo };
  }
}

describe.each(HTTP_ADAPTERS)('own routes with CriiptoLoginGuard on %s', (_name, adapter) => {
  const start = appsOn(adapter);

  it('log in, and hand the user and the wanted page to the handler', async () => {
    const app = await start({
      controllers: [OwnRoutesController],
      extras: { routes: { login: false, callback: { path: '/signed-in', mount: false } } },
      redirectPaths: ['/signed-in'],
    });
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/sign-in?returnTo=/basket`);
    const { url } = await app.fake.approve(locationOf(begin), { person: 'dk-mads' });
    expect(url).toContain(`${app.url}/signed-in?`);
    const response = await browser.navigate(url);
    expect(await response.json()).toMatchObject({
      user: { name: 'Mads Testgaard' },
      returnTo: '/basket',
    });
    expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.session]);
    expect((await browser.navigate(`${app.url}/auth/login`)).status).toBe(404);
  });
});

@Injectable()
class IdSerializer extends PassportSerializer {
  serializeUser(user: unknown, done: (error: null, user: unknown) => void): void {
    done(null, user);
  }

  deserializeUser(stored: unknown, done: (error: null, user: unknown) => void): void {
    done(null, stored);
  }
}

@Controller()
class PassportController {
  @Get('auth/criipto')
  @UseGuards(AuthGuard('criipto'))
  signIn() {}

  @Get('auth/criipto/callback')
  @UseGuards(AuthGuard('criipto'))
  signedIn(@Req() request: Request, @Res() response: Response) {
    request.logIn(request.user ?? {}, (error: unknown) =>
      error ? response.sendStatus(500) : response.redirect('/whoami'),
    );
  }

  @Post('auth/criipto/callback')
  @UseGuards(AuthGuard('criipto'))
  signedInByForm(@Req() request: Request, @Res() response: Response) {
    this.signedIn(request, response);
  }

  @Get('whoami')
  whoami(@Req() request: Request) {
    return { authenticated: request.isAuthenticated(), user: request.user };
  }
}

describe("AuthGuard('criipto') with express-session and Passport's own session", () => {
  const start = appsOn(() => new ExpressAdapter());

  /** Our own session is used by none of it. */
  const startPassport = (
    options: Partial<CriiptoAuthOptions> = {},
    cookie: session.CookieOptions = {},
  ) =>
    start({
      imports: (given) => [
        PassportModule.register({ session: true }),
        CriiptoAuthModule.forRoot({
          ...given,
          mapUser: ({ name }) => ({ name }),
          ...options,
          routes: { login: false, callback: { path: CALLBACK, mount: false } },
        }),
      ],
      controllers: [PassportController],
      providers: [IdSerializer],
      redirectPaths: [CALLBACK],
      prepare: (nest) =>
        nest
          .use(session({ secret: 'a cat', resave: false, saveUninitialized: false, cookie }))
          .use(passport.session()),
    });

  it('logs in without our session', async () => {
    const app = await startPassport();
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/criipto`);
    const { url } = await app.fake.approve(locationOf(begin), { person: 'dk-freja' });
    expect(locationOf(await browser.navigate(url))).toBe('/whoami');
    expect(await browser.cookieNames(app.url)).toEqual(['connect.sid']);
    expect(await (await browser.fetch(`${app.url}/whoami`)).json()).toEqual({
      authenticated: true,
      user: { name: 'Freja Prøvesen' },
    });
  });

  it('leads home who is in, and comes late by a form', async () => {
    const app = await startPassport({ login: { responseMode: 'form_post' } }, { sameSite: 'lax' });
    const browser = new SameSiteBrowser();
    const begin = await browser.navigate(`${app.url}/auth/criipto`);
    const { url, form = {} } = await app.fake.approve(locationOf(begin));
    const headers = { 'sec-fetch-site': 'cross-site' };
    const comeBack = () => browser.navigate(url, { method: 'POST', form, headers });
    expect(locationOf(await comeBack())).toBe('/whoami');
    const late = await comeBack();
    expect([late.status, locationOf(late)]).toEqual([303, `${url}/late`]);
    const home = await browser.navigate(locationOf(late), { headers });
    expect([home.status, locationOf(home)]).toEqual([303, `${app.url}/`]);
    const page = await new SameSiteBrowser().navigate(locationOf(await comeBack()));
    expect(page.status).toBe(400);
  });

  it('logs in by one token request, and tells of it once, when a callback comes twice at once', async () => {
    const app = await startPassport({
      mapUser: async ({ name }) => {
        await setTimeout(TIME_TO_COME_TWICE_MS);
        return { name };
      },
    });
    let completed = 0;
    app.app.get(AuthEvents).on('login.completed', () => (completed += 1));
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/criipto`);
    const { url } = await app.fake.approve(locationOf(begin), { person: 'dk-freja' });
    const answers = await Promise.all([browser.navigate(url), browser.navigate(url)]);
    expect(answers.map(locationOf)).toEqual(['/whoami', '/whoami']);
    expect(app.fake.requests.of('token')).toHaveLength(1);
    expect(completed).toBe(1);
  });

  it('keeps a proof of an age, and logs nobody in by it', async () => {
    class AgeGuard extends AuthGuard('criipto') {
      override getAuthenticateOptions() {
        return { login: { acrValues: 'urn:age-verification', returnTo: '/wine' } };
      }
    }
    @Controller()
    class AgeController {
      @Get('auth/age')
      @UseGuards(AgeGuard)
      prove() {}

      @Get('auth/age/callback')
      @UseGuards(AgeGuard)
      proved() {
        throw new Error('Nobody is logged in');
      }

      @Get('wine')
      @RequireAge(18)
      @UseGuards(CriiptoAuthGuard)
      wine(@CurrentUser() user: unknown) {
        return { user: user ?? null };
      }
    }
    const app = await start({
      imports: (options) => [
        PassportModule,
        CriiptoAuthModule.forRoot({
          ...options,
          routes: { callback: { path: '/auth/age/callback', mount: false } },
        }),
      ],
      controllers: [AgeController],
      redirectPaths: ['/auth/age/callback'],
    });
    const browser = new Browser();
    const begin = await browser.navigate(`${app.url}/auth/age`);
    const { url } = await app.fake.approve(locationOf(begin), { person: 'dk-freja' });
    expect(locationOf(await browser.navigate(url))).toBe(`${app.url}/wine`);
    expect(await browser.cookieNames(app.url)).toEqual([app.cookieNames.age]);
    expect(await (await browser.fetch(`${app.url}/wine`)).json()).toEqual({ user: null });
  });

  it('answers a forged callback without a login', async () => {
    const app = await start({ controllers: [PassportController] });
    const forged = await new Browser().fetch(`${app.url}/auth/criipto/callback?code=1&state=2`);
    expect(forged.status).toBe(400);
    expect(await forged.json()).toMatchObject({ message: 'Login failed' });
  });
});
