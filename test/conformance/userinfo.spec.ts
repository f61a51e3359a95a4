import { expect, it } from '@jest/globals';
import type { CriiptoAuthErrorCode } from 'nestjs-criipto-auth';

import { Browser } from '../support/browser.js';
import { expectAccepted } from '../support/expect-accepted.js';
import { expectRefused } from '../support/expect-refused.js';
import { base64url } from '../support/forgery.js';
import { describeOnGrid } from '../support/grid.js';
import type { Answer } from '../support/stub-provider.js';

const JWT = { 'Content-Type': 'application/jwt' };
const unsigned = (claims: object): string => `${base64url({ alg: 'none' })}.${base64url(claims)}.`;

const REFUSED: readonly (readonly [string, CriiptoAuthErrorCode, Answer | (() => undefined)])[] = [
  [
    'oidcc-client-test-userinfo-invalid-sub',
    'userinfo_subject_mismatch',
    { body: { sub: 'user-1invalid' } },
  ],
  ['U2 no sub', 'userinfo_invalid', { body: { name: 'Demo T. User' } }],
  ['U2 sub in a list', 'userinfo_invalid', { body: { sub: ['user-1'] } }],
  ['U2 sub in capitals', 'userinfo_subject_mismatch', { body: { sub: 'USER-1' } }],
  ['U3 a list', 'userinfo_invalid', { body: [{ sub: 'user-1' }] }],
  ['U3 a page', 'userinfo_invalid', { headers: { 'Content-Type': 'text/html' }, body: '<p>' }],
  ['U3 an unsigned token', 'userinfo_invalid', { headers: JWT, body: unsigned({ sub: 'user-1' }) }],
  [
    'U3 more than 256 kB',
    'userinfo_invalid',
    { body: { sub: 'user-1', filler: 'x'.repeat(300_000) } },
  ],
  ['U3 elsewhere', 'userinfo_invalid', { status: 302, headers: { Location: '/jwks' } }],
  [
    'U5 a refusal',
    'userinfo_invalid',
    { status: 401, headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' } },
  ],
  ['U5 down', 'provider_temporarily_unavailable', { status: 503 }],
  ['U5 hanging up', 'provider_unreachable', () => undefined],
];

describeOnGrid('Userinfo', {}, (party) => {
  /** Logs in, and tells who that is. */
  const userWith = async (claims: object): Promise<unknown> => {
    const browser = new Browser();
    party().provider.alter('userinfo', claims);
    await party().logIn(browser);
    return party().userIn(browser);
  };

  it('oidcc-client-test-userinfo-bearer-header', async () => {
    await expectAccepted(party());
    const [sent] = party().provider.sent('userinfo');
    expect(sent?.headers.authorization).toMatch(/^Bearer [\w-]+$/);
  });

  it.each(REFUSED)('%s', async (_case, code, answer) => {
    await expectRefused(party(), {
      code,
      misbehave: (op) => op.answer('userinfo', answer),
      asksUserinfo: true,
    });
  });

  it('oidcc-client-test-aggregated-claims', async () => {
    const user = await userWith({
      _claim_names: { phone_number: 'telco' },
      _claim_sources: { telco: { JWT: unsigned({ phone_number: '+45 99887766' }) } },
    });
    expect(user).toMatchObject({ sub: 'user-1' });
    expect(user).not.toHaveProperty('claims.phone_number');
  });

  it('oidcc-client-test-distributed-claims', async () => {
    const { issuer } = party().provider;
    const user = await userWith({
      _claim_names: { credit_score: 'bank' },
      _claim_sources: { bank: { endpoint: `${issuer}/claims`, access_token: 'token' } },
    });
    expect(user).toMatchObject({ sub: 'user-1' });
    expect(user).not.toHaveProperty('claims.credit_score');
    expect(party().provider.sent('unknown')).toEqual([]);
  });

  it('U4 claims of the protocol are those of the ID token', async () => {
    const low = 'urn:grn:authn:dk:mitid:low';
    party().provider.idToken({ acr: low });
    const user = await userWith({
      iss: 'https://evil.example',
      acr: 'urn:grn:authn:dk:mitid:high',
    });
    expect(user).toMatchObject({ acr: low, claims: { iss: party().provider.issuer } });
  });

  it('U4 what nobody signed says nothing of who, how, how strongly, when, or for which company', async () => {
    const low = 'urn:grn:authn:dk:mitid:low';
    const proofs = {
      authenticationtype: 'urn:grn:authn:dk:mitid:high',
      authenticationinstant: new Date(party().clock.now()).toISOString(),
      'dk:gov:saml:attribute:LoA': 'HIGH',
      uuid: 'somebody',
      cprNumberIdentifier: '0107901234',
      cvrNumberIdentifier: '99999999',
      employee: 'true',
      birthdate: '1990-07-01',
    };
    party().provider.idToken({ acr: low });
    party().provider.alter('userinfo', { ...proofs, department: 'sales' });
    const browser = new Browser();
    await party().logIn(browser);
    const user = await party().userIn(browser);
    expect(user).toMatchObject({ acr: low, claims: { department: 'sales' } });
    for (const name of [...Object.keys(proofs), 'loA'])
      expect(user).not.toHaveProperty(['claims', name]);
    expect((await browser.fetch(`${party().url}/transfer`)).status).toBe(401);
  });

  it('J12 claims with a meaning in JavaScript', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const browser = new Browser();
    party().provider.answer('userinfo', {
      headers: { 'Content-Type': 'application/json' },
      body: '{"sub":"user-1","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"toString":"a","hasOwnProperty":"b","address":{"__proto__":{"admin":true}}}',
    });
    await party().logIn(browser);
    expect(await party().userIn(browser)).toMatchObject({ sub: 'user-1' });
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect({}).not.toHaveProperty('admin');
  });

  it('J10 claims 40 000 deep', async () => {
    await expectAccepted(party(), (op) =>
      op.answer('userinfo', {
        headers: { 'Content-Type': 'application/json' },
        body: `{"sub":"user-1","deep":${'['.repeat(40_000)}${']'.repeat(40_000)}}`,
      }),
    );
  });
});

describeOnGrid(
  'Userinfo, by scope',
  { options: { login: { scope: 'openid profile email address phone' } } },
  (party) => {
    it('oidcc-client-test-scope-userinfo-claims', async () => {
      const browser = new Browser();
      await party().logIn(browser);
      expect(await party().userIn(browser)).toMatchObject({
        claims: {
          name: 'Demo T. User',
          email: 'user@example.com',
          email_verified: false,
          address: { country: 'DK' },
          phone_number: '+45 11223344',
        },
      });
    });
  },
);
