import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FakeCriipto } from 'nestjs-criipto-auth/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import type { RunningSample } from '../../sample/start-sample.js';
import { startBrowsedSample } from './browsed-sample.js';
import { heading, path, pick } from './sample-page.js';

jest.setTimeout(60_000);

const FREJA_CPR = '1204859990';

describe('the sample in a browser', () => {
  const started = startBrowsedSample();
  let browser: Browser;
  let sample: RunningSample;
  let fake: FakeCriipto;
  let context: BrowserContext;
  let page: Page;

  beforeAll(() => {
    ({ browser, sample, fake } = started());
  });

  beforeEach(async () => {
    context = await browser.newContext({ baseURL: sample.url });
    page = await context.newPage();
    fake.requests.clear();
  });

  afterEach(() => context.close());

  describe('the page of keys', () => {
    const states = () => page.locator('.keys .state').allInnerTexts();

    it('shows the state of each, from a rotation to the end of a key', async () => {
      await page.goto('/keys');
      await pick(page, 'dk-freja');
      expect(await states()).toEqual(['active']);
      await page.getByRole('button', { name: 'Rotate', exact: true }).click();
      expect(await states()).toEqual(['active', 'published']);
      await page.getByRole('button', { name: 'Rotate at once' }).click();
      expect(await states()).toEqual(['retiring', 'active']);
      expect(path(page)).toBe('/keys');
    });

    it('lets a login succeed with the key that took over', async () => {
      await page.goto('/keys');
      await pick(page, 'dk-freja');
      await page.getByRole('button', { name: 'Rotate at once' }).click();
      // In the next second, when another key took over in this one.
      while ((await states()).at(-1) !== 'active') await page.reload();
      const kid = await page
        .getByRole('listitem')
        .filter({ has: page.locator('.state.active') })
        .locator('code')
        .innerText();
      await page.goto('/login/bankid-se?returnTo=/profile');
      await pick(page, 'se-olle');
      expect(await page.getByText(kid).count()).toBeGreaterThan(0);
    });

    it('is for who is logged in', async () => {
      const answer = await page.request.post('/keys/rotation');
      expect(answer.status()).toBe(401);
    });
  });

  describe('a login', () => {
    it.each([
      ['MitID', 'dk-freja', 'Freja Prøvesen', 'mitid', 'urn:grn:authn:dk:mitid:substantial'],
      ['BankID Sweden', 'se-olle', 'Olle Testberg', 'bankid-se', 'urn:grn:authn:se:bankid'],
      ['BankID Norway', 'no-ingrid', 'Ingrid Prøvestad', 'bankid-no', 'urn:grn:authn:no:bankid'],
      ['Finnish Trust Network', 'fi-aino', 'Aino Testilä', 'ftn', 'urn:grn:authn:fi:all'],
    ])('by %s ends on the profile', async (label, person, name, eid, acr) => {
      await page.goto('/');
      await page.locator('.tile', { has: page.getByText(label, { exact: true }) }).click();
      expect(fake.requests.last('par')?.form['acr_values']).toBe(acr);
      await pick(page, person);
      expect(path(page)).toBe('/profile');
      expect(await heading(page)).toBe(name);
      expect(await page.locator('.chips').innerText()).toContain(eid);
    });

    it('from a page that needs one comes back to it, query and all', async () => {
      await page.goto('/profile?from=a%20mail');
      expect(page.url()).toMatch(fake.issuer);
      await pick(page, 'se-astrid');
      expect(path(page)).toBe('/profile?from=a%20mail');
    });

    it('is finished in each of two tabs that were in it at the same time', async () => {
      const other = await context.newPage();
      await page.goto('/login/mitid?returnTo=/profile?tab=1');
      await other.goto('/login/mitid?returnTo=/profile?tab=2');
      await pick(page, 'dk-freja');
      await pick(other, 'dk-mads');
      expect(path(page)).toBe('/profile?tab=1');
      expect(path(other)).toBe('/profile?tab=2');
    });

    it('that is cancelled says so, and leaves nobody logged in', async () => {
      await page.goto('/login/bankid-no');
      await page.locator('button[name=cancel]').click();
      expect(path(page)).toBe('/cancelled');
      expect(await heading(page)).toBe('You cancelled the login');
      expect(await callApi(page, '/api/me')).toMatchObject({ status: 401 });
    });

    it('by an eID that is not offered does not start', async () => {
      const response = await page.goto('/login/nemid');
      expect(response?.status()).toBe(404);
      expect(await heading(page)).toBe('There is nothing here');
      expect(fake.requests.of('par')).toEqual([]);
    });

    it('leaves neither codes nor tokens in addresses and history', async () => {
      const requested: string[] = [];
      page.on('request', (request) => requested.push(request.url()));
      await page.goto('/');
      await page.locator('.tile[href="/login/mitid"]').click();
      await pick(page, 'dk-freja');
      const devTools = await context.newCDPSession(page);
      const { entries } = await devTools.send('Page.getNavigationHistory');
      const ours = entries.map(({ url }) => url).filter((url) => url.startsWith(sample.url));
      expect(ours).toEqual([`${sample.url}/`, `${sample.url}/profile`]);
      expect(requested.join()).not.toMatch(/client_assertion|code_verifier|id_token|access_token/);
    });
  });

  describe('after a login', () => {
    let callbacks: string[];

    beforeEach(async () => {
      callbacks = [];
      page.on('request', (request) => {
        if (request.url().includes('/auth/callback')) callbacks.push(request.url());
      });
      await page.goto('/');
      await page.locator('.tile[href="/login/mitid"]').click();
      await pick(page, 'dk-freja');
    });

    it('the profile shows the assertion that the provider accepted, and the key behind it', async () => {
      const sent = fake.requests.last('token')?.assertion;
      const [header, claims, publicKey] = await page.locator('figure code').allInnerTexts();
      expect(json(header)).toEqual(sent?.header);
      expect(json(claims)).toEqual(sent?.claims);
      const { body } = await callApi(page, '/.well-known/jwks.json');
      expect(body).toMatchObject({ keys: expect.arrayContaining([json(publicKey)]) });
      expect(await page.content()).not.toContain('eyJ');
    });

    it('the national id is masked wherever it stands', async () => {
      expect(await page.locator('dd', { hasText: 'ends in 90' }).count()).toBe(2);
      expect(await page.content()).not.toContain(FREJA_CPR);
    });

    it('the API answers, without national id', async () => {
      const { status, body } = await callApi(page, '/api/me');
      expect(status).toBe(200);
      expect(body).toMatchObject({ name: 'Freja Prøvesen', eid: 'mitid', level: 'substantial' });
      expect(JSON.stringify(body)).not.toContain(FREJA_CPR);
    });

    it('the safe wants a higher level, once', async () => {
      await page.goto('/safe');
      expect(fake.requests.last('par')?.form).toMatchObject({
        acr_values: 'urn:grn:authn:dk:mitid:high',
        prompt: 'login',
      });
      await pick(page, 'dk-freja');
      expect(path(page)).toBe('/safe');
      expect(await heading(page)).toBe('The safe is open');
      await page.reload();
      expect(path(page)).toBe('/safe');
    });

    it('the back button leads to a home page that knows the user', async () => {
      await page.goBack();
      expect(page.url()).toMatch(fake.issuer);
      await page.goBack();
      expect(await heading(page)).toBe('Hello, Freja Prøvesen');
      await page.goForward();
      await page.goForward();
      expect(await heading(page)).toBe('Freja Prøvesen');
    });

    it('and a logout, the back button shows no page of the user any more', async () => {
      expect(await page.getByText('ends in 90').count()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Log out' }).click();
      expect(await heading(page)).toBe('You are logged out');
      await page.goBack();
      expect(page.url()).toMatch(fake.issuer);
      expect(await page.getByText('ends in 90').count()).toBe(0);
    });

    it('the callback, opened once more, leads on and not to an error', async () => {
      const callback = callbacks.at(-1) ?? '';
      expect(callback).toContain('code=');
      await page.goto(callback);
      expect(path(page)).toBe('/profile');
    });

    it('logging out ends the session here and at the provider', async () => {
      await page.getByRole('button', { name: 'Log out' }).click();
      expect(path(page)).toMatch(/^\/auth\/logged-out/);
      expect(await heading(page)).toBe('You are logged out');
      expect(fake.requests.last('logout')?.query['post_logout_redirect_uri']).toBe(
        `${sample.url}/auth/logged-out`,
      );
      await page.getByRole('link', { name: 'To the start page' }).click();
      expect(await callApi(page, '/api/me')).toMatchObject({ status: 401 });
      await page.goto('/profile');
      expect(page.url()).toMatch(fake.issuer);
    });
  });

  it('keeps to its content security policy on every page', async () => {
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.location().url.startsWith(sample.url)) problems.push(message.text());
    });
    for (const place of ['/', '/cancelled']) await page.goto(place);
    await page.goto('/profile');
    await pick(page, 'dk-freja');
    await page.goto('/safe');
    await pick(page, 'dk-freja');
    expect(problems).toEqual([]);
  });

  it('has a page for what is not there, and an answer for programs', async () => {
    await page.goto('/nowhere');
    expect(await heading(page)).toBe('There is nothing here');
    await page.getByRole('link', { name: 'Go home' }).click();
    expect(path(page)).toBe('/');
    expect(await callApi(page, '/nowhere')).toMatchObject({ status: 404 });
  });

  it('answers programs that are not logged in with 401, as JSON', async () => {
    await page.goto('/');
    expect(await callApi(page, '/api/me')).toMatchObject({
      status: 401,
      body: { statusCode: 401 },
    });
  });

  it('shows an error without saying what was wrong, but with a reference', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'An error' }).click();
    expect(await heading(page)).toBe('Login failed');
    expect(await page.locator('small').innerText()).toMatch(/^Reference: [\da-f-]{36}$/);
  });
});

/** What a script of the page would be answered, with the browser's cookies. */
function callApi(page: Page, api: string): Promise<{ status: number; body: unknown }> {
  return page.evaluate(async (url) => {
    const response = await fetch(url);
    return { status: response.status, body: await response.json() };
  }, api);
}

function json(text: string | undefined): unknown {
  return JSON.parse(text ?? '');
}
