import { describe, expect, it } from '@jest/globals';

import { Logger } from '@nestjs/common';

import { settingsFrom } from '../../sample/settings.js';
import { startSample } from '../../sample/start-sample.js';
import { privatePem } from '../support/private-keys.js';

const TENANT = {
  CRIIPTO_DOMAIN: 'acme.criipto.id',
  CRIIPTO_CLIENT_ID: 'urn:my:application:identifier:1234',
  CRIIPTO_PRIVATE_KEY: privatePem('rsa'),
};

describe('the settings of the sample', () => {
  it('are for the fake when nothing is set, with a session secret of their own', () => {
    const settings = settingsFrom({});
    expect(settings).toMatchObject({ port: 3000, fakePort: 3001, ftn: false });
    expect(settings.tenant).toBeUndefined();
    expect(settings.sessionSecret).toHaveLength(43);
    expect(settingsFrom({}).sessionSecret).not.toBe(settings.sessionSecret);
  });

  it('take ports and the session secret from the environment', () => {
    const environment = { PORT: '4000', FAKE_PORT: '4001', SESSION_SECRET: 's'.repeat(32) };
    expect(settingsFrom(environment)).toEqual({
      port: 4000,
      fakePort: 4001,
      ftn: false,
      sessionSecret: 's'.repeat(32),
    });
  });

  it('keep to the Finnish Trust Network by one variable', () => {
    expect(settingsFrom({ CRIIPTO_FTN: '1' }).ftn).toBe(true);
  });

  it('are for a tenant that is described in full', () => {
    expect(settingsFrom(TENANT).tenant).toEqual({
      domain: TENANT.CRIIPTO_DOMAIN,
      clientId: TENANT.CRIIPTO_CLIENT_ID,
      privateKey: TENANT.CRIIPTO_PRIVATE_KEY,
    });
  });

  it('name what is missing of a tenant that is described in part', () => {
    const { CRIIPTO_DOMAIN } = TENANT;
    expect(() => settingsFrom({ CRIIPTO_DOMAIN, CRIIPTO_CLIENT_ID: '' })).toThrow(
      'set CRIIPTO_CLIENT_ID and CRIIPTO_PRIVATE_KEY too',
    );
  });

  it.each(['PORT', 'FAKE_PORT'])('refuse a %s that is none', (name) => {
    for (const value of ['http', '', '-1', '65536', '80.5'])
      expect(() => settingsFrom({ [name]: value })).toThrow(
        `${name} must be a number from 0 to 65535`,
      );
  });

  it('start the sample without a fake when there is a tenant', async () => {
    Logger.overrideLogger(false);
    const sample = await startSample({ ...settingsFrom(TENANT), port: 0 });
    const home = await fetch(sample.url);
    expect(await home.text()).toContain('https://acme.criipto.id');
    expect(sample.fake).toBeUndefined();
    await sample.close();
  });
});
