import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

import type { RunningSample } from '../../sample/start-sample.js';
import { startBrowsedSample } from './browsed-sample.js';
import { pick } from './sample-page.js';

jest.setTimeout(60_000);

const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1440, height: 900 };
const STRANGER = 'urn:a:client:that:nobody:registered';

describe('the inspector in a browser', () => {
  const started = startBrowsedSample();
  let browser: Browser;
  let sample: RunningSample;
  let fake: FakeCriipto;
  let context: BrowserContext;

  beforeAll(async () => {
    ({ browser, sample, fake } = started());
    await fake.logIn(sample.url, { person: 'dk-freja' });
    const silence = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    await fetch(`${fake.issuer}/oauth2/authorize?client_id=${STRANGER}`);
    silence.mockRestore();
  });
  afterEach(() => context.close());

  async function open(query: string, options: BrowserContextOptions): Promise<Page> {
    context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(fake.inspector + query);
    return page;
  }

  it.each([
    ['wide', WIDE],
    ['on a phone', PHONE],
    ['on a narrow phone', { width: 320, height: 640 }],
  ])('fits %s, with every step open', async (_what, viewport) => {
    for (const query of ['', '?login=1', '?login=2', '?login=99']) {
      const page = await open(query, { viewport });
      await page.evaluate(
        "document.querySelectorAll('details').forEach((each) => (each.open = true))",
      );
      const overflow = 'document.documentElement.scrollWidth - window.innerWidth';
      expect(await page.evaluate<number>(overflow)).toBe(0);
      await context.close();
    }
  });

  it.each([
    ['light', 200, 255],
    ['dark', 0, 60],
  ] as const)('is %s for who wants it so', async (colorScheme, least, most) => {
    const page = await open('', { colorScheme });
    const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const channels = (colour.match(/\d+/g) ?? []).map(Number);
    for (const channel of channels) {
      expect(channel).toBeGreaterThanOrEqual(least);
      expect(channel).toBeLessThanOrEqual(most);
    }
  });

  it('shows on a phone all logins, and then the one that is picked', async () => {
    const page = await open('', { viewport: PHONE });
    expect(await page.locator('article').isVisible()).toBe(false);
    await page.getByRole('link', { name: /^.*1: logged in/ }).click();
    expect(await page.locator('h2').filter({ visible: true }).innerText()).toBe('Login 1');
    expect(await page.locator('nav').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'All logins' }).click();
    expect(await page.locator('nav').isVisible()).toBe(true);
  });

  it('shows a login as it happens, and keeps open what was opened', async () => {
    const page = await open('', { viewport: WIDE });
    const visitor = await context.newPage();
    const title = page.locator('article h2');
    await visitor.goto(`${sample.url}/login/mitid?returnTo=/profile`);
    await expectText(title, 'Login 3');
    await page.locator('summary', { hasText: 'Pushed request' }).click();
    await page.locator('summary', { hasText: 'Authorize' }).click();
    await pick(visitor, 'dk-mads');
    await expectText(page.locator('.outcome strong'), 'logged in');
    expect(await page.locator('details[open] h3').allInnerTexts()).toContain(
      'Pushed request (PAR)',
    );
  });

  it('can be used by the keyboard alone', async () => {
    const page = await open('?login=1', { viewport: WIDE });
    const step = page.locator('summary', { hasText: 'Pushed request' });
    await step.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open] h3').first().innerText()).toBe('Pushed request (PAR)');
  });

  it('hides national ids until one asks for them', async () => {
    await fake.logIn(sample.url, { person: 'fi-aino', path: '/login/ftn' });
    const page = await open('', { viewport: WIDE });
    expect(await page.content()).not.toContain('190188-999A');
    await page.getByRole('link', { name: 'Show national ids' }).click();
    expect(await page.content()).toContain('190188-999A');
    await page.getByRole('link', { name: 'Hide national ids' }).click();
    expect(await page.content()).not.toContain('190188-999A');
  });

  it('has headings that leave out no rank, and says nothing on the console', async () => {
    const page = await open('?login=1', { viewport: WIDE });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.reload({ waitUntil: 'domcontentloaded' });
    const ranks = await page.evaluate<number[]>(
      "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => Number(each.tagName[1]))",
    );
    expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
    expect(ranks.filter((rank, index) => rank > (ranks[index - 1] ?? 0) + 1)).toEqual([]);
    expect(said).toEqual([]);
  });
});

/** Waits for what comes by itself. */
async function expectText(locator: ReturnType<Page['locator']>, words: string): Promise<void> {
  await locator.filter({ hasText: words }).waitFor();
}
