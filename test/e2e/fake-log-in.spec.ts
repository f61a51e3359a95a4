import { createServer } from 'node:http';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { CookieJar } from 'nestjs-criipto-auth/testing';

import { HTTP_ADAPTERS } from '../support/http-adapters.js';
import { ProfileController } from '../support/profile.controller.js';
import { appsOn, type TestApp } from '../support/test-app.js';

describe.each(HTTP_ADAPTERS)('fake.logIn() at an application on %s', (_name, adapter) => {
  const start = appsOn(adapter, { controllers: [ProfileController] });
  let app: TestApp;

  beforeAll(async () => {
    app = await start();
  });

  it('gives the cookies of who was named', async () => {
    const jar = await app.fake.logIn(app.url, { person: 'se-astrid' });
    const me = await jar.fetch('/me');
    expect(await me.json()).toMatchObject({ name: 'Astrid Provström' });
  });

  it('gives them as a header, as supertest takes it', async () => {
    const jar = await app.fake.logIn(app.url, { person: 'dk-freja' });
    const me = await fetch(`${app.url}/me`, { headers: { cookie: jar.cookie } });
    expect(await me.json()).toMatchObject({ name: 'Freja Prøvesen' });
  });

  it('gives them as a list, as Playwright takes it', async () => {
    const jar = await app.fake.logIn(app.url);
    expect(jar.cookies).toEqual([
      {
        name: expect.stringMatching(/^criipto-session/),
        value: expect.any(String),
        domain: 'localhost',
        path: '/',
        expires: expect.any(Number),
        httpOnly: true,
        secure: false,
        sameSite: 'Lax',
      },
    ]);
  });

  it('logs out by them', async () => {
    const jar = await app.fake.logIn(app.url);
    const headers = { origin: app.url, 'sec-fetch-site': 'same-origin' };
    await jar.fetch('/auth/logout', { method: 'POST', headers });
    expect((await jar.fetch('/me')).status).toBe(401);
  });

  it('begins at a page that asks for a login', async () => {
    const jar = await app.fake.logIn(app.url, { path: '/me' });
    expect((await jar.fetch('/me')).status).toBe(200);
  });

  it('posts the callback where the application wants it', async () => {
    const other = await start({ options: { login: { responseMode: 'form_post' } } });
    const jar = await other.fake.logIn(other.url, { person: 'dk-mads' });
    expect((await jar.fetch('/me')).status).toBe(200);
  });

  it('says why the fake refused the application', async () => {
    const other = await start({ options: { assertion: { audience: 'https://elsewhere' } } });
    await expect(other.fake.logIn(other.url)).rejects.toThrow(
      /sends no browser to log in: HTTP 50\d.*refused with invalid_client: audience \(aud\) must equal.*\/inspector shows each step$/,
    );
  });

  it('says that the application refused the login', async () => {
    const other = await start({
      options: { login: { acrValues: 'urn:grn:authn:dk:mitid:substantial' } },
    });
    const stranger = other.fake.logIn(other.url, { person: 'se-olle' });
    await expect(stranger).rejects.toThrow(
      /The application refused the login at \/auth\/callback: HTTP 403, Please use another login method/,
    );
  });

  it('says that nobody is called so', async () => {
    await expect(app.fake.logIn(app.url, { person: 'dk-nobody' })).rejects.toThrow(
      'knows nobody called dk-nobody',
    );
  });

  it.each(['/auth/logged-out', '/nowhere'])('says that %s leads to no login', async (path) => {
    await expect(app.fake.logIn(app.url, { path })).rejects.toThrow('sends no browser to log in');
  });

  it('says that nobody listens', async () => {
    await expect(app.fake.logIn('http://127.0.0.1:1')).rejects.toThrow(
      'Nobody answers at http://127.0.0.1:1/auth/login',
    );
  });

  it('says that it leads elsewhere', async () => {
    const other = await start();
    await expect(app.fake.logIn(other.url)).rejects.toThrow(
      `does not lead to the fake at ${app.fake.issuer}`,
    );
  });
});

describe('CookieJar', () => {
  async function jarOf(...headers: readonly string[]): Promise<CookieJar> {
    const server = createServer((_request, response) => {
      response.setHeader('set-cookie', headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const jar = new CookieJar(`http://localhost:${port}`);
    await jar.fetch('/');
    server.close();
    return jar;
  }

  it.each([
    ['a=1', 'a=1'],
    ['a=1; Max-Age=60; Path=/', 'a=1'],
    ['a=b=c; SameSite=Strict', 'a=b=c'],
    ['a=1; Max-Age=0', ''],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', ''],
    ['a=1; Path=/elsewhere', ''],
    ['=1', ''],
  ])('keeps of %j what is to be sent: %j', async (header, cookie) => {
    expect((await jarOf(header)).cookie).toBe(cookie);
  });

  it('lets one be deleted', async () => {
    expect((await jarOf('a=1', 'b=2', 'a=; Max-Age=0')).cookie).toBe('b=2');
  });
});
