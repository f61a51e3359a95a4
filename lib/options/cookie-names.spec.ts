import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';

const namesWith = async (written: Parameters<typeof resolvedOptions>[0] = {}) =>
  (await resolvedOptions(written)).cookieNames;

describe('the names of our cookies', () => {
  it('end in eight characters of a hash of issuer, client id and baseUrl', async () => {
    const owner =
      'https://acme.criipto.id urn:my:application:identifier:1234 https://app.example.com';
    const mark = createHash('sha256').update(owner).digest('base64url').slice(0, 8);
    expect(await namesWith()).toEqual({
      session: `criipto-session-${mark}`,
      login: `criipto-login-${mark}-`,
      logout: `criipto-logout-${mark}`,
      age: `criipto-age-${mark}`,
      silentLogins: `criipto-logins-silent-${mark}`,
      lateCallback: `criipto-logins-late-${mark}`,
      failedLogins: `criipto-logins-failed-${mark}`,
    });
  });

  it.each([
    ['issuer', { domain: 'other.criipto.id' }],
    ['client id', { clientId: 'another' }],
    ['port', { baseUrl: 'https://app.example.com:8443' }],
    ['path', { baseUrl: 'https://app.example.com/app' }],
  ])('are others with another %s', async (_what, written) => {
    const [ours, theirs] = [await namesWith(), await namesWith(written)];
    for (const [name, value] of Object.entries(theirs))
      expect(value).not.toBe(ours[name as keyof typeof ours]); // both have the same members
  });

  it('are the same however baseUrl is written', async () => {
    expect(await namesWith({ baseUrl: 'https://APP.example.com:443/' })).toEqual(await namesWith());
  });

  it('are told apart by the session, whose name may be written', async () => {
    const { session, cookieNames } = await resolvedOptions({
      session: { secret: SECRET, cookieName: 'sid' },
    });
    expect(session.cookieName).toBe('sid');
    expect(cookieNames).toEqual(await namesWith());
  });
});
