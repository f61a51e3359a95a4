import { type Browser, chromium } from 'playwright-core';

import { CHROMIUM_ARGUMENTS, chromiumPath } from '../support/chromium.js';

/** The Chromium of this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
}
