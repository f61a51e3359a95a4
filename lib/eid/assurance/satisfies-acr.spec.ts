import { describe, expect, it } from '@jest/globals';

import type { CriiptoUser } from '../user/criipto-user.js';
import { toCriiptoUser } from '../user/to-criipto-user.js';
import { satisfiesAcr } from './satisfies-acr.js';

type Login = Pick<CriiptoUser, 'acr' | 'level' | 'eid'>;

/** The user of a login by a method, named without `urn:grn:authn:`, with further claims. */
function by(method: string, claims: Readonly<Record<string, unknown>> = {}): Login {
  return toCriiptoUser(
    { sub: 'a', authenticationtype: `urn:grn:authn:${method}`, ...claims },
    { issuer: 'https://acme.criipto.id', authenticatedAt: new Date(0) },
  );
}

const grn = (...methods: string[]) => methods.map((method) => `urn:grn:authn:${method}`);
const age: Login = { acr: 'urn:age-verification', level: undefined, eid: 'age-verification' };
const elsewhere: Login = { acr: 'phr', level: undefined, eid: 'unknown' };

describe('satisfiesAcr', () => {
  it.each<[string, readonly string[], Login]>([
    ['anything, when nothing was asked', [], by('dk:mitid:low')],
    [
      'nothing told, when nothing was asked',
      [],
      { acr: undefined, level: undefined, eid: 'unknown' },
    ],
    ['exactly what was asked', grn('se:frejaid'), by('se:frejaid')],
    ['one of several', grn('se:bankid', 'no:vipps'), by('no:vipps')],
    [
      'MitID at the level asked',
      grn('dk:mitid:substantial'),
      by('dk:mitid:substantial', { loA: 'SUBSTANTIAL' }),
    ],
    [
      'MitID above the level asked',
      grn('dk:mitid:low'),
      by('dk:mitid:substantial', { loA: 'HIGH' }),
    ],
    [
      'MitID that reached more than its method says',
      grn('dk:mitid:high'),
      by('dk:mitid:substantial', { loA: 'HIGH' }),
    ],
    ['MitID without loA, by its method', grn('dk:mitid:substantial'), by('dk:mitid:high')],
    [
      'business, when business was asked',
      grn('dk:mitid:business'),
      by('dk:mitid:business', { loA: 'SUBSTANTIAL', employee: 'true' }),
    ],
    [
      'business by hint, when business was asked',
      grn('dk:mitid:business'),
      by('dk:mitid:substantial', { loA: 'HIGH', cvrNumberIdentifier: '99999999' }),
    ],
    [
      'business by hint, when a level was asked',
      grn('dk:mitid:substantial'),
      by('dk:mitid:substantial', { loA: 'SUBSTANTIAL', cvrNumberIdentifier: '99999999' }),
    ],
    ['business of the level asked', grn('dk:mitid:high'), by('dk:mitid:business', { loA: 'HIGH' })],
    ['BankID on this device, when any was asked', grn('se:bankid'), by('se:bankid:same-device')],
    ['BankID by QR, when any was asked', grn('se:bankid'), by('se:bankid:another-device:qr')],
    [
      'BankID by QR, when this device was asked',
      grn('se:bankid:same-device'),
      by('se:bankid:another-device:qr'),
    ],
    [
      'Norwegian BankID, when high was asked',
      grn('no:bankid:high'),
      { ...by('no:bankid'), level: 'high' },
    ],
    ['Norwegian BankID high, when plain was asked', grn('no:bankid'), by('no:bankid:high')],
    ['biometrics, when plain was asked', grn('no:bankid'), by('no:bankid:substantial')],
    [
      'Norwegian BankID of whatever kind, when plain was asked',
      grn('no:bankid'),
      by('no:bankid:mobile'),
    ],
    ['Norwegian BankID, when substantial was asked', grn('no:bankid:substantial'), by('no:bankid')],
    ['a Finnish bank, when all were asked', grn('fi:all'), by('fi:bank-id')],
    ['a Finnish mobile certificate, when all were asked', grn('fi:all'), by('fi:mobile-id')],
    ['iDIN', grn('nl:idin'), by('nl:idin')],
    ['Personalausweis', grn('de:personalausweis'), by('de:personalausweis')],
    ['the mock', grn('mock'), by('mock')],
    ['a variant of an eID that we do not know yet', grn('xx:neweid'), by('xx:neweid:app')],
    ['an age', ['urn:age-verification'], age],
    ["another provider's value", ['phr'], elsewhere],
  ])('accepts %s', (_what, asked, user) => {
    expect(satisfiesAcr(asked, user)).toBe(true);
  });

  it.each<[string, readonly string[], Login]>([
    [
      'a login that tells no method',
      grn('dk:mitid:low'),
      { acr: undefined, level: 'high', eid: 'mitid' },
    ],
    ['an empty method', grn('dk:mitid:low'), { acr: '', level: 'high', eid: 'mitid' }],
    ['another eID', grn('dk:mitid:low'), by('se:bankid')],
    ['none of several', grn('se:bankid', 'no:vipps'), by('dk:mitid:high', { loA: 'HIGH' })],
    [
      'MitID below the level asked',
      grn('dk:mitid:high'),
      by('dk:mitid:substantial', { loA: 'SUBSTANTIAL' }),
    ],
    [
      'MitID that reached less than its method says',
      grn('dk:mitid:high'),
      by('dk:mitid:high', { loA: 'LOW' }),
    ],
    [
      'MitID with a loA that nobody knows',
      grn('dk:mitid:low'),
      by('dk:mitid:high', { loA: 'ULTRA' }),
    ],
    [
      'a citizen, when business was asked',
      grn('dk:mitid:business'),
      by('dk:mitid:substantial', { loA: 'HIGH' }),
    ],
    [
      'business below the level asked',
      grn('dk:mitid:high'),
      by('dk:mitid:business', { loA: 'SUBSTANTIAL' }),
    ],
    [
      'biometrics, when Norwegian BankID high was asked',
      grn('no:bankid:high'),
      by('no:bankid:substantial'),
    ],
    [
      'plain Norwegian BankID, when high was asked: it may have been biometrics',
      grn('no:bankid:high'),
      by('no:bankid'),
    ],
    ['Vipps, when plain Norwegian BankID was asked', grn('no:bankid'), by('no:vipps')],
    [
      'a citizen who was asked for as business, when business was asked',
      grn('dk:mitid:business'),
      by('dk:mitid:business', { loA: 'HIGH', employee: 'false', companySignatory: 'false' }),
    ],
    ['Vipps, when Norwegian BankID was asked', grn('no:bankid:substantial'), by('no:vipps')],
    ['Freja, when Swedish BankID was asked', grn('se:bankid'), by('se:frejaid')],
    ['a mobile certificate, when a Finnish bank was asked', grn('fi:bank-id'), by('fi:mobile-id')],
    [
      'the mock, when MitID was asked',
      grn('dk:mitid:low'),
      by('mock', { identityscheme: 'dkmitid', loA: 'HIGH' }),
    ],
    [
      'an eID whose name only begins like MitID',
      grn('dk:mitid:low'),
      { acr: 'urn:grn:authn:dk:mitidevil', level: 'high', eid: 'mitid' },
    ],
    ['an eID whose name only begins like the one asked', grn('no:vipps'), by('no:vippsevil')],
    ['a country whose name only begins like Finland', grn('fi:all'), by('fievil:bank-id')],
    [
      'a namespace that only ends like ours',
      grn('se:bankid'),
      { acr: 'evil:urn:grn:authn:se:bankid', level: undefined, eid: 'bankid-se' },
    ],
    [
      'other spelling',
      grn('se:bankid'),
      { acr: 'URN:GRN:AUTHN:SE:BANKID', level: undefined, eid: 'bankid-se' },
    ],
    ['an eID, when only our namespace was asked', ['urn:grn:authn'], by('se:bankid')],
    ['an eID, when nothing in our namespace was asked', grn(''), by('se:bankid')],
    [
      'an age, when MitID was asked',
      grn('dk:mitid:low'),
      { ...age, acr: 'urn:grn:authn:dk:mitid:high', level: 'high' },
    ],
    [
      'a person, when an age was asked',
      ['urn:age-verification'],
      by('dk:mitid:high', { loA: 'HIGH' }),
    ],
    ["a variant of another provider's value", ['phr'], { ...elsewhere, acr: 'phr:weak' }],
    ["another provider's other value", ['phrh'], elsewhere],
  ])('refuses %s', (_what, asked, user) => {
    expect(satisfiesAcr(asked, user)).toBe(false);
  });
});
