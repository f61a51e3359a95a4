import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { LogLines } from '../../test/support/log-lines.js';
import { privateJwk } from '../../test/support/private-keys.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { KeyProvider } from '../keys/key-provider.js';
import { importKeys } from '../keys/material/import-keys.js';
import { StaticKeyProvider } from '../keys/sources/static-keys.js';
import { ClientKeys } from './client-keys.service.js';

let log: LogLines;

beforeEach(() => {
  log = new LogLines();
  Logger.overrideLogger(log);
});

afterEach(() => {
  Logger.overrideLogger(new ConsoleLogger());
});

async function started(keys: KeyProvider) {
  const events = new AuthEvents();
  const problems: string[] = [];
  events.on('keys.problem', ({ message }) => problems.push(message));
  new ClientKeys(await resolvedOptions({}), keys, events).onApplicationBootstrap();
  await new Promise(setImmediate);
  return problems;
}

describe('ClientKeys', () => {
  it('warns of a key that signs and decrypts, in the log and by an event', async () => {
    const jwks = {
      keys: [privateJwk('rsa', { kid: 'a' }), privateJwk('rsa', { kid: 'b', use: 'enc' })],
    };
    const imported = await importKeys(jwks, { subject: 'The keys' });
    const keys = 'keys' in imported ? imported.keys : [];
    const message = 'The key b both signs and decrypts: make one key for each use';
    expect(await started(new StaticKeyProvider(keys))).toEqual([message]);
    expect(log.text).toContain(message);
  });

  it('warns when the keys cannot be had, and says no more than why', async () => {
    class Broken extends KeyProvider {
      override signer() {
        return this.publicKeys();
      }
      override publicKeys() {
        return Promise.reject(new RangeError('something secret'));
      }
    }
    expect(await started(new Broken())).toEqual(['The public keys cannot be had (RangeError)']);
    expect(log.text).not.toContain('secret');
  });
});
