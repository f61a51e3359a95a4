import formbody from '@fastify/formbody';
import { Controller, type INestApplication, Post, UseGuards } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { describe, expect, it } from '@jest/globals';
import express, { type NextFunction, type Request, type Response as Answer } from 'express';
import { CriiptoLoginGuard, InMemoryStore, Public, SystemClock } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProtectedController } from '../support/protected.controller.js';
import { appsOn, SESSION_SECRET, type TestApp } from '../support/test-app.js';

type Prepare = (app: INestApplication) => unknown;

const FORM = 'application/x-www-form-urlencoded';
const ANY = { type: '*/*' };

/** The adapter is Fastify wherever these are used. */
const instanceOf = (app: INestApplication) =>
  (app as NestFastifyApplication).getHttpAdapter().getInstance();

const ON_EXPRESS: readonly [string, Prepare][] = [
  ['no parser', () => undefined],
  ['express.text()', (app) => app.use(express.text(ANY))],
  ['express.raw()', (app) => app.use(express.raw(ANY))],
  ['express.urlencoded()', (app) => app.use(express.urlencoded())],
  [
    'a parser that makes an empty object of what it leaves alone',
    (app) =>
      app.use((request: Request, _answer: Answer, next: NextFunction) => {
        request.body = {};
        next();
      }),
  ],
];

const ON_FASTIFY: readonly [string, Prepare][] = [
  ['no parser', () => undefined],
  ['no parser at all, not even of JSON', (app) => instanceOf(app).removeAllContentTypeParsers()],
  ['@fastify/formbody', (app) => (app as NestFastifyApplication).register(formbody)],
  [
    'a parser to text',
    (app) =>
      instanceOf(app).addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
        done(null, body),
      ),
  ],
  [
    'a parser to bytes',
    (app) =>
      instanceOf(app).addContentTypeParser(FORM, { parseAs: 'buffer' }, (_request, body, done) =>
        done(null, body),
      ),
  ],
  [
    'a parser that hands the stream on',
    (app) =>
      instanceOf(app).addContentTypeParser(FORM, (_request, payload, done) => done(null, payload)),
  ],
  [
    'a parser of everything',
    (app) => instanceOf(app).addContentTypeParser('*', (_request, _payload, done) => done(null)),
  ],
  [
    'a parser of whatever looks like a form',
    (app) =>
      instanceOf(app).addContentTypeParser(
        /^application\/x-www/,
        { parseAs: 'string' },
        (_request, body, done) => done(null, body),
      ),
  ],
  [
    'a parser that is added when the application is made',
    async (app) => {
      await app.init();
      instanceOf(app).addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) =>
        done(null, body),
      );
    },
  ],
];

const SHAPES = [
  ...ON_EXPRESS.map(
    ([name, prepare]) => ['Express', name, () => new ExpressAdapter(), prepare] as const,
  ),
  ...ON_FASTIFY.map(
    ([name, prepare]) => ['Fastify', name, () => new FastifyAdapter(), prepare] as const,
  ),
];

const HIDDEN = { origin: 'null' };

/** The answer to the question "Log out?". */
async function logOutByForm(
  app: TestApp,
  browser: Browser,
  body: (token: string) => URLSearchParams | FormData,
) {
  const url = `${app.url}/auth/logout`;
  const question = await browser.navigate(url, { method: 'POST', headers: HIDDEN });
  const token = /name="token" value="([^"]+)"/.exec(await question.text())?.[1] ?? '';
  return browser.navigate(url, { method: 'POST', headers: HIDDEN, body: body(token) });
}

function inParts(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

const BACKCHANNEL = '/auth/backchannel-logout';

describe.each(SHAPES)('a form on %s with %s', (_adapter, _shape, adapter, prepare) => {
  const start = appsOn(adapter);

  it('brings a callback, a logout, and the word of the provider', async () => {
    const app = await start({
      controllers: [ProtectedController],
      nest: { bodyParser: false },
      prepare,
      options: {
        login: { responseMode: 'form_post' },
        session: { secret: SESSION_SECRET, store: new InMemoryStore(new SystemClock()) },
      },
      extras: { routes: { backchannelLogout: true } },
      client: (url) => ({ backchannelLogoutUri: url + BACKCHANNEL }),
    });
    const browser = new Browser();
    const status = async () => (await browser.fetch(`${app.url}/me`)).status;

    expect((await app.logIn(browser)).status).toBe(303);
    expect(await status()).toBe(200);
    await logOutByForm(app, browser, (token) => new URLSearchParams({ token }));
    expect(await status()).toBe(401);

    await app.logIn(browser);
    await logOutByForm(app, browser, (token) => inParts({ token }));
    expect(await status()).toBe(401);

    await app.logIn(browser);
    const told = await app.fake.logOut();
    expect(new Set(told.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await status()).toBe(401);

    for (const json of ['{}', '']) {
      await app.logIn(browser);
      const out = await browser.fetch(`${app.url}/auth/logout`, { method: 'POST', json });
      expect(out.status).toBeLessThan(400);
      expect(await status()).toBe(401);
    }
  });
});

@Controller()
class OtherRoutes {
  @Post('other')
  other() {
    return {};
  }

  @Post('signed-in')
  @Public()
  @UseGuards(CriiptoLoginGuard)
  signedIn() {
    return {};
  }
}

describe('Fastify without a parser', () => {
  const start = appsOn(() => new FastifyAdapter(), { controllers: [OtherRoutes] });

  it('refuses forms at the routes of the application, as before', async () => {
    const app = await start({ nest: { bodyParser: false } });
    const response = await new Browser().fetch(`${app.url}/other`, { form: { a: '1' } });
    expect(response.status).toBe(415);
  });

  it("takes no body there that claims to be of a callback's kind", async () => {
    const app = await start({ nest: { bodyParser: false } });
    const headers = { 'content-type': 'application/vnd.nestjs-criipto-auth.unparsed' };
    const sent = { method: 'POST', headers, json: '{}' };
    expect((await new Browser().fetch(`${app.url}/other`, sent)).status).toBe(415);
  });

  it("brings forms to the application's own callback", async () => {
    const app = await start({
      nest: { bodyParser: false },
      options: { login: { responseMode: 'form_post' } },
      extras: { routes: { callback: { path: '/signed-in', mount: false } } },
      redirectPaths: ['/signed-in'],
    });
    expect((await app.logIn()).status).toBe(201);
  });
});

/** Has read a body and left nothing. */
const LOSING: Readonly<Record<string, Prepare>> = {
  Express: (app) =>
    app.use((request: Request, _answer: Answer, next: NextFunction) => {
      request.on('end', next).resume();
    }),
  Fastify: (app) =>
    instanceOf(app).addContentTypeParser(FORM, (_request, payload, done) => {
      payload.on('end', () => done(null)).resume();
    }),
};

describe.each(HTTP_ADAPTERS)('a form that somebody has lost on %s', (name, adapter) => {
  const start = appsOn(adapter);

  it('is no callback without anything, and the log says what to mend', async () => {
    const app = await start({
      nest: { bodyParser: false },
      prepare: (nest) => LOSING[name]?.(nest),
      options: { login: { responseMode: 'form_post' } },
    });
    const browser = new Browser();
    expect((await app.logIn(browser)).status).toBe(500);
    expect(app.log.text).toMatch(/form_unreadable .*request\.body/);
    const out = await logOutByForm(app, browser, (token) => new URLSearchParams({ token }));
    expect(out.status).toBe(500);
    expect(app.log.text).toContain('Logout refused: form_unreadable');
  });
});

describe.each(HTTP_ADAPTERS)('a form in parts on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProtectedController] });

  it('logs out where the application has parsers for the rest', async () => {
    const app = await start();
    const browser = new Browser();
    await app.logIn(browser);
    await logOutByForm(app, browser, (token) => inParts({ token }));
    expect((await browser.fetch(`${app.url}/me`)).status).toBe(401);
  });
});
