import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

import type { RunningSample } from '../../sample/start-sample.js';
import { startBrowsedSample } from './browsed-sample.js';

jest.setTimeout(60_000);

const NARROW = { width: 320, height: 640 };

describe('the pages of the sample', () => {
  const started = startBrowsedSample();
  let browser: Browser;
  let sample: RunningSample;
  let context: BrowserContext;

  beforeAll(() => {
    ({ browser, sample } = started());
  });

  afterEach(() => context.close());

  async function open(path: string, options: BrowserContextOptions): Promise<Page> {
    context = await browser.newContext({ baseURL: sample.url, ...options });
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  it.each(['/', '/cancelled', '/login/mitid', '/auth/logged-out', '/auth/callback?state=1'])(
    'fit a narrow screen at %s',
    async (path) => {
      const page = await open(path, { viewport: NARROW });
      expect(await overflowOf(page)).toBe(0);
    },
  );

  it.each([
    ['da-DK', 'da', 'Du er logget ud', 'Vi kunne ikke finde dit login'],
    ['sv-SE', 'sv', 'Du är utloggad', 'Vi hittar inte din inloggning'],
    ['nn-NO', 'nb', 'Du er logget ut', 'Vi finner ikke innloggingen din'],
    ['fi-FI', 'fi', 'Olet kirjautunut ulos', 'Kirjautumistasi ei löydy'],
    ['en-GB', 'en', 'You are logged out', 'We could not find your login'],
  ])(
    'of ours speak to a browser in %s, dark and narrow',
    async (locale, language, out, unknown) => {
      const options = { locale, viewport: NARROW, colorScheme: 'dark' } as const;
      const page = await open('/auth/logged-out', options);
      for (const title of [out, unknown]) {
        expect(await page.locator('h1').innerText()).toBe(title);
        expect(await page.evaluate<string>('document.documentElement.lang')).toBe(language);
        expect(await overflowOf(page)).toBe(0);
        expect(await lightnessOf(page)).toBeLessThan(60);
        await page.goto('/auth/callback?state=1&code=2');
      }
    },
  );

  it.each(['/profile', '/keys', '/safe', '/sign'])(
    'fit a narrow screen at %s, logged in',
    async (path) => {
      const page = await open(path, { viewport: NARROW });
      await page.locator('button[name=person][value=dk-freja]').click();
      await page.waitForURL(`${sample.url}${path}`);
      expect(await overflowOf(page)).toBe(0);
    },
  );

  it.each(['/', '/profile', '/keys', '/safe', '/sign', '/cancelled', '/auth/logged-out'])(
    'have headings that leave out no rank at %s',
    async (path) => {
      const page = await open(path, {});
      const person = page.locator('button[name=person][value=dk-freja]');
      if ((await person.count()) > 0) await person.click();
      await page.waitForURL(`${sample.url}${path}`);
      const ranks = await ranksOf(page);
      expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
      const skipping = ranks.filter((rank, index) => rank > (ranks[index - 1] ?? 0) + 1);
      expect(skipping).toEqual([]);
    },
  );

  it.each(['/', '/auth/logged-out', '/auth/callback?state=1'])(
    'keep their words off the edge of a narrow screen at %s',
    async (path) => {
      const page = await open(path, { viewport: NARROW });
      const heading = await page.locator('h1').boundingBox();
      const main = await page.locator('main').boundingBox();
      expect(heading?.x).toBeGreaterThanOrEqual(16);
      expect(main?.x).toBeGreaterThanOrEqual(12);
    },
  );

  it.each(['/', '/auth/logged-out', '/auth/callback?state=1'])(
    'are dark for who wants them dark at %s',
    async (path) => {
      const light = await lightnessOf(await open(path, { colorScheme: 'light' }));
      await context.close();
      const dark = await lightnessOf(await open(path, { colorScheme: 'dark' }));
      expect(light).toBeGreaterThan(200);
      expect(dark).toBeLessThan(60);
    },
  );
});

/** The ranks of all headings, in their order. */
function ranksOf(page: Page): Promise<readonly number[]> {
  return page.evaluate<number[]>(
    "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => Number(each.tagName[1]))",
  );
}

/** Pixels that one would have to scroll sideways. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}

/** Of the background, from 0 to 255. */
async function lightnessOf(page: Page): Promise<number> {
  const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const channels = (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  return channels.reduce((sum, channel) => sum + channel, 0) / 3;
}
