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

export interface StartedSample {
  readonly browser: Browser;
  readonly sample: RunningSample;
  readonly fake: FakeCriipto;
}

/** Starts Chromium, and the sample against the fake, for the suite. */
export function startBrowsedSample(settings: { readonly ftn?: boolean } = {}): () => StartedSample {
  let browser: Browser;
  let sample: RunningSample;

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

  return () => {
    if (!sample.fake) throw new Error('Without a tenant the sample logs in at the fake');
    return { browser, sample, fake: sample.fake };
  };
}

/** The same, with a browser of its own for each test. */
export function browseSample(settings: { readonly ftn: boolean }): () => BrowsedSample {
  const started = startBrowsedSample(settings);
  let context: BrowserContext;
  let page: Page;

  beforeEach(async () => {
    const { browser, sample, fake } = started();
    context = await browser.newContext({ baseURL: sample.url });
    page = await context.newPage();
    fake.requests.clear();
  });
  afterEach(() => context.close());

  return () => ({ page, fake: started().fake });
}
