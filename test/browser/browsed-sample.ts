import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { FakeCriipto } from 'nestjs-criipto-auth/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { type RunningSample, startSample } from '../../sample/start-sample.js';
import { launchChromium } from './chromium.js';

export interface BrowsedSample {
  readonly page: Page;
  readonly fake: FakeCriipto;
}

/** Starts the sample against the fake for the suite, and opens a browser of its own for each test. */
export function browseSample(settings: { readonly ftn: boolean }): () => BrowsedSample {
  let browser: Browser;
  let sample: RunningSample;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    [browser, sample] = await Promise.all([
      launchChromium(),
      startSample({ port: 0, fakePort: 0, sessionSecret: 's'.repeat(32), ...settings }),
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await sample.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ baseURL: sample.url });
    page = await context.newPage();
    sample.fake?.requests.clear();
  });
  afterEach(() => context.close());

  return () => {
    if (!sample.fake) throw new Error('Without a tenant the sample logs in at the fake');
    return { page, fake: sample.fake };
  };
}
