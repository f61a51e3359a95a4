import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const QUIET_AND_ALONE = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium of this machine. */
export function launchChromium(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? USUAL_PLACES.find(existsSync);
  if (executablePath === undefined)
    throw new Error(`No Chromium at ${USUAL_PLACES.join(', ')}: set CHROMIUM_PATH`);
  return chromium.launch({ executablePath, args: QUIET_AND_ALONE });
}
