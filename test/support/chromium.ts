import { programOf } from './programs.js';

/** Quiet, and alone on this machine. */
export const CHROMIUM_ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where the Chromium of this machine is. */
export function chromiumPath(): string {
  return programOf(['chromium', 'chromium-browser', 'google-chrome'], 'CHROMIUM_PATH');
}
