import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CHROMIUM_ARGUMENTS, chromiumPath } from '../../support/chromium.js';
import { freePort } from '../../support/free-port.js';
import { programOf } from '../../support/programs.js';
import type { Wire } from './commands.js';
import { HttpWire } from './http-wire.js';
import { MarionetteWire } from './marionette-wire.js';
import { Program } from './program.js';

export type Engine = 'Chromium' | 'Firefox' | 'WebKit';

/** Certificates of the tests vouch for themselves. */
const CAPABILITIES = { acceptInsecureCerts: true };
/** What a browser asks for by itself would be there for nobody. */
const FIREFOX_PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.server': 'https://telemetry.invalid',
};

/** Starts a browser of this machine. */
export function launch(engine: Engine): Promise<Wire> {
  return LAUNCH[engine]();
}

const LAUNCH: Readonly<Record<Engine, () => Promise<Wire>>> = {
  async Chromium() {
    const port = await freePort();
    const driver = Program.start([
      programOf(['chromedriver'], 'CHROMEDRIVER_PATH'),
      `--port=${port}`,
    ]);
    await driver.listening(port);
    const binary = chromiumPath();
    return HttpWire.open(
      `http://127.0.0.1:${port}`,
      { ...CAPABILITIES, 'goog:chromeOptions': { binary, args: CHROMIUM_ARGUMENTS } },
      () => driver.stop(),
    );
  },

  async Firefox() {
    const port = await freePort();
    const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
    const preferences = Object.entries({ ...FIREFOX_PREFERENCES, 'marionette.port': port });
    const lines = preferences.map((pair) => `user_pref(${pair.map(asJson).join(', ')});`);
    await writeFile(join(profile, 'user.js'), lines.join('\n'));
    const firefox = Program.start([
      programOf(['firefox-esr', 'firefox'], 'FIREFOX_PATH'),
      '--headless',
      '--marionette',
      '--no-remote',
      '--profile',
      profile,
    ]);
    await firefox.listening(port);
    return MarionetteWire.open(port, CAPABILITIES, async () => {
      await firefox.stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    });
  },

  async WebKit() {
    const port = await freePort();
    const screen = Program.start([
      programOf(['Xvfb'], 'XVFB_PATH'),
      '-displayfd',
      '3',
      '-screen',
      '0',
      '1280x800x24',
      '-nolisten',
      'tcp',
    ]);
    const display = `:${await screen.said()}`;
    const driver = Program.start(
      [programOf(['WebKitWebDriver'], 'WEBKIT_DRIVER_PATH'), `--port=${port}`],
      { DISPLAY: display, GDK_BACKEND: 'x11', WEBKIT_DISABLE_DMABUF_RENDERER: '1' },
    );
    await driver.listening(port);
    return HttpWire.open(`http://127.0.0.1:${port}`, CAPABILITIES, async () => {
      await driver.stop();
      await screen.stop();
    });
  },
};

function asJson(value: unknown): string {
  return JSON.stringify(value);
}
