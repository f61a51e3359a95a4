import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { codeFrom } from '../../../test/support/code-of.js';
import { LogLines } from '../../../test/support/log-lines.js';
import { hours } from '../../common/durations.js';

let application: Application;
let log: LogLines;

beforeEach(async () => {
  log = new LogLines();
  Logger.overrideLogger(log);
  application = await startApplication();
});

afterEach(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await stopApplications();
});

const away = { status: 503 };

describe('how it stands with a provider', () => {
  it('is told without a problem while there is none', async () => {
    expect(await application.client.providerStatus()).toEqual({
      problem: undefined,
      copyAge: 0,
    });
  });

  it('is told by the code of what is wrong', async () => {
    application.provider.answer('discovery', away);
    expect(await application.client.providerStatus()).toEqual({
      problem: 'discovery_failed',
      copyAge: undefined,
    });
  });
});

describe('a provider that goes away', () => {
  it('serves on by its last good answer, which the log tells', async () => {
    const metadata = await application.client.metadata();
    application.clock.advance(hours(1));
    application.provider.answer('discovery', away);
    expect(await application.client.metadata()).toBe(metadata);
    expect(log.text).toMatch(/^warn The provider's last good answer serves on: .* answered 503/);
  });

  it('signs by known keys alone', async () => {
    application.provider.answer('jwks', away);
    const key = application.client.providerKey('RS256', 'any');
    expect(await codeFrom(key)).toBe('provider_keys_unavailable');
  });
});
