import { describe, expect, it } from '@jest/globals';

import { eidClaims } from '../../../test/support/eid-claims.js';
import type { CriiptoUserFields } from './criipto-user.js';
import { toCriiptoUser } from './to-criipto-user.js';

const context = {
  issuer: 'https://acme.criipto.id',
  authenticatedAt: new Date('2026-09-21T15:00:00Z'),
};
const userOf = (claims: Readonly<Record<string, unknown>>) => toCriiptoUser(claims, context);

type Expected = Partial<Omit<CriiptoUserFields, 'claims'>>;

describe('toCriiptoUser', () => {
  const people: Record<keyof typeof eidClaims, Expected> = {
    mitid: {
      eid: 'mitid',
      acr: 'urn:grn:authn:dk:mitid:substantial',
      level: 'substantial',
      name: 'Asta Prøvesen',
      birthdate: '1990-07-01',
      country: 'DK',
      nationalId: '0107901234',
    },
    mitidBusiness: {
      eid: 'mitid-business',
      acr: 'urn:grn:authn:dk:mitid:substantial',
      level: 'high',
      name: 'Asta Prøvesen',
      birthdate: '1990-07-01',
      country: 'DK',
    },
    mitidBusinessEmployee: {
      eid: 'mitid-business',
      acr: 'urn:grn:authn:dk:mitid:business',
      level: 'substantial',
      name: 'Asta Prøvesen',
      country: 'DK',
    },
    bankidSe: {
      eid: 'bankid-se',
      acr: 'urn:grn:authn:se:bankid:same-device',
      level: undefined,
      name: 'Tuva Provsson',
      givenName: 'Tuva',
      familyName: 'Provsson',
      country: 'SE',
      nationalId: '199007012384',
    },
    bankidNo: {
      eid: 'bankid-no',
      acr: 'urn:grn:authn:no:bankid',
      level: 'substantial',
      name: 'Ida Prøve',
      givenName: 'Ida',
      familyName: 'Prøve',
      birthdate: '1990-07-01',
      country: 'NO',
      nationalId: '01079012345',
    },
    bankidNoBiometrics: {
      eid: 'bankid-no',
      acr: 'urn:grn:authn:no:bankid:substantial',
      level: 'substantial',
      name: 'Ida Prøve',
      birthdate: '1990-07-01',
      country: 'NO',
    },
    vipps: {
      eid: 'vipps',
      acr: 'urn:grn:authn:no:vipps',
      level: undefined,
      name: 'Ida Prøve',
      country: 'NO',
      nationalId: '01079012345',
    },
    ftn: {
      eid: 'ftn',
      acr: 'urn:grn:authn:fi:bank-id',
      level: 'substantial',
      name: 'Väinö Testi Koehenkilö',
      givenName: 'Väinö Testi',
      familyName: 'Koehenkilö',
      birthdate: '1990-07-01',
      country: 'FI',
      nationalId: '010790-905X',
    },
    ftnMobile: {
      eid: 'ftn',
      acr: 'urn:grn:authn:fi:mobile-id',
      level: 'substantial',
      name: 'Väinö Testi Koehenkilö',
      givenName: 'Väinö Testi',
      familyName: 'Koehenkilö',
      birthdate: '1990-07-01',
      country: 'FI',
      nationalId: '010790-905X',
    },
    freja: {
      eid: 'freja',
      acr: 'urn:grn:authn:se:frejaid',
      level: undefined,
      name: 'Tuva Provsson',
      givenName: 'Tuva',
      familyName: 'Provsson',
      birthdate: '1990-07-01',
      country: 'SE',
      nationalId: '199007012384',
    },
    frejaSigned: {
      eid: 'freja',
      acr: 'urn:grn:authn:se:frejaid',
      level: undefined,
      name: 'Tuva Provsson',
      givenName: 'Tuva',
      familyName: 'Provsson',
    },
    personalausweis: {
      eid: 'personalausweis',
      acr: 'urn:grn:authn:de:personalausweis',
      level: 'high',
      name: 'PETRA PROBE',
      givenName: 'PETRA',
      familyName: 'PROBE',
      birthdate: '1990-07-01',
    },
    idin: {
      eid: 'idin',
      acr: 'urn:grn:authn:nl:idin',
      level: 'substantial',
      name: 'Proef',
      familyName: 'Proef',
      birthdate: '1990-07-01',
      country: 'NL',
      nationalId: 'PROEFBANK0000000001',
    },
    idinCompact: {
      eid: 'idin',
      acr: 'urn:grn:authn:nl:idin',
      level: 'substantial',
      name: 'Proef',
      familyName: 'Proef',
      birthdate: '1990-07-01',
      country: 'NL',
      nationalId: 'PROEFBANK0000000001',
    },
    oneid: {
      eid: 'oneid',
      acr: 'urn:grn:authn:uk:oneid',
      level: undefined,
      name: 'Robin Sample',
      givenName: 'Robin',
      familyName: 'Sample',
      birthdate: '1990-07-01',
      country: 'GB',
    },
    ageVerification: {
      eid: 'age-verification',
      acr: 'urn:age-verification',
      level: undefined,
      country: 'DK',
    },
    mock: {
      eid: 'mock',
      acr: 'urn:grn:authn:mock',
      level: undefined,
      name: 'Mock Person',
      country: 'DK',
      nationalId: '0107901234',
    },
    nemid: {
      eid: 'unknown',
      acr: 'urn:grn:authn:dk:nemid:poces',
      level: undefined,
      name: 'Asta Prøvesen',
      country: 'DK',
      nationalId: '0107901234',
    },
    otherProvider: {
      eid: 'unknown',
      acr: 'https://example.org/acr/mfa',
      level: undefined,
      name: 'Sam Sample',
      givenName: 'Sam',
      familyName: 'Sample',
    },
  };

  it.each(Object.entries(eidClaims))('knows who %s claims speak of', (eid, claims) => {
    const {
      claims: _claims,
      authenticatedAt: _at,
      issuer,
      sub,
      ...person
    } = userOf(claims).reveal();
    expect(person).toEqual(Object.entries(people).find(([name]) => name === eid)?.[1]);
    expect(sub).toBe(claims.sub);
    expect(issuer).toBe('https://acme.criipto.id');
  });

  it('names the claims of the eID that it is', () => {
    const user = userOf(eidClaims.mitidBusiness);
    expect(user.is('mitid')).toBe(false);
    // Each has the type that Criipto documents, or this would not compile.
    const company: string | undefined = user.is('mitid-business')
      ? user.claims['2.5.4.10']
      : undefined;
    const signs: boolean | undefined = user.is('mitid-business')
      ? user.claims.companySignatory
      : undefined;
    expect([company, signs]).toEqual(['Prøve ApS', true]);
  });

  it('names what lies within a claim', () => {
    const freja = userOf(eidClaims.freja);
    const idin = userOf(eidClaims.idinCompact);
    const country: string | undefined = freja.is('freja')
      ? freja.claims.details?.requestedAttributes?.ssn?.country
      : undefined;
    const bin: string | undefined = idin.is('idin') ? idin.claims.verified_claims?.bin : undefined;
    expect([country, bin]).toEqual(['SE', 'PROEFBANK0000000001']);
  });

  it('keeps every claim under its compact name', () => {
    expect(userOf(eidClaims.mitidBusiness).claims).toMatchObject({
      cvrNumberIdentifier: '99999999',
      '2.5.4.10': 'Prøve ApS',
      companySignatory: true,
      employee: false,
    });
  });

  it.each([[undefined], [''], [7]])('refuses claims whose subject is %j', (sub) => {
    expect(() => userOf({ sub })).toThrow(
      expect.objectContaining({ code: 'id_token_claim_invalid' }),
    );
  });

  it('knows no acr and no level when the token tells nothing', () => {
    expect(userOf({ sub: 'a' })).toMatchObject({
      eid: 'unknown',
      acr: undefined,
      level: undefined,
    });
  });
});

describe('the eID', () => {
  it.each([
    ['dkmitid', 'mitid'],
    ['sebankid', 'bankid-se'],
    ['sefrejaid', 'freja'],
    ['nobankid', 'bankid-no'],
    ['novippslogin', 'vipps'],
    ['fimobileid', 'ftn'],
    ['nlidin', 'idin'],
    ['deadesso', 'personalausweis'],
    ['itsme', 'unknown'],
  ])('is told by the identity scheme %s when the method is not', (identityscheme, eid) => {
    expect(userOf({ sub: 'a', identityscheme }).eid).toBe(eid);
  });

  it('is business when the claims say so', () => {
    const asked = { ...eidClaims.mitid, authenticationtype: 'urn:grn:authn:dk:mitid:business' };
    expect(userOf({ ...asked, companySignatory: 'true' }).eid).toBe('mitid-business');
  });

  it('is that of a citizen when the method alone says business', () => {
    const asked = { ...eidClaims.mitid, authenticationtype: 'urn:grn:authn:dk:mitid:business' };
    expect(userOf(asked).eid).toBe('mitid');
  });

  it('is not MitID for a method whose name only begins like it', () => {
    expect(userOf({ sub: 'a', authenticationtype: 'urn:grn:authn:dk:mitidevil' }).eid).toBe(
      'unknown',
    );
  });

  it('is the mock whatever scheme its injected claims pretend', () => {
    expect(userOf({ ...eidClaims.mock, identityscheme: 'dkmitid' }).eid).toBe('mock');
  });

  it('is age verification whatever eID verified the age, and has no level', () => {
    const underneath = { ...eidClaims.mitid, ...eidClaims.ageVerification };
    const user = userOf({ ...underneath, authenticationtype: 'urn:grn:authn:dk:mitid:high' });
    expect(user).toMatchObject({ eid: 'age-verification', level: undefined });
  });
});

describe('the level of MitID', () => {
  it.each([
    ['LOW', 'low'],
    ['SUBSTANTIAL', 'substantial'],
    ['HIGH', 'high'],
    ['Substantial', 'substantial'],
    ['ULTRA', undefined],
  ])('is, when loA says %s, %s', (loA, level) => {
    expect(userOf({ ...eidClaims.mitid, loA }).level).toBe(level);
  });

  it('is what the method promises when there is no loA', () => {
    const { loA: _loA, ...claims } = eidClaims.mitid;
    expect(userOf(claims).level).toBe('substantial');
  });

  it('is not read from the loA of another eID', () => {
    expect(userOf({ ...eidClaims.bankidSe, loA: 'HIGH' }).level).toBeUndefined();
  });
});

describe('the birth date', () => {
  it.each([
    ['1955-09-82'],
    ['1955-02-29'],
    ['1955'],
    ['0000-07-01'],
    ['01.07.1990'],
    ['1990-07-01T00:00:00Z'],
    [19900701],
  ])('is left out when it is %j', (birthdate) => {
    expect(userOf({ sub: 'a', birthdate })).not.toHaveProperty('birthdate');
  });

  it('may be a leap day', () => {
    expect(userOf({ sub: 'a', birthdate: '1956-02-29' }).birthdate).toBe('1956-02-29');
  });

  it('comes from the older claim when the newer one is no date', () => {
    const claims = { sub: 'a', birthdate: '1955-09-82', dateofbirth: '1955-09-08' };
    expect(userOf(claims).birthdate).toBe('1955-09-08');
  });
});

describe('the name', () => {
  it('is left out when all there is is an opaque id', () => {
    expect(userOf({ sub: 'a', name: '_4f5e6d7c' })).not.toHaveProperty('name');
  });

  it('is the one that was told, for every eID but the Finnish', () => {
    const claims = { sub: 'a', name: 'Sam J. Sample', given_name: 'Sam', family_name: 'Sample' };
    expect(userOf(claims).name).toBe('Sam J. Sample');
  });
});

describe('the country', () => {
  it.each([['Danmark'], ['dk'], ['D'], [45]])('is left out when it is %j', (country) => {
    expect(userOf({ sub: 'a', country })).not.toHaveProperty('country');
  });
});

describe('the time of authentication', () => {
  const at = (claims: Readonly<Record<string, unknown>>) =>
    userOf({ sub: 'a', ...claims }).authenticatedAt.toISOString();

  it.each([
    ['2026-09-21T14:13:20.952Z', '2026-09-21T14:13:20.952Z'],
    ['2026-09-21T14:13:20.9520142Z', '2026-09-21T14:13:20.952Z'],
    ['2026-09-21T14:13:20Z', '2026-09-21T14:13:20.000Z'],
    ['2026-09-21T14:13:20', '2026-09-21T14:13:20.000Z'],
    ['2026-09-21T14:13:20.5', '2026-09-21T14:13:20.500Z'],
    ['2026-09-21T16:13:20.952+02:00', '2026-09-21T14:13:20.952Z'],
  ])('is, for %s, %s', (authenticationinstant, expected) => {
    expect(at({ authenticationinstant })).toBe(expected);
  });

  it('is auth_time for other providers', () => {
    expect(at({ auth_time: 1_790_000_000 })).toBe('2026-09-21T14:13:20.000Z');
  });

  it('is authenticationinstant when both are there', () => {
    const claims = { authenticationinstant: '2026-09-21T14:13:20Z', auth_time: 1_700_000_000 };
    expect(at(claims)).toBe('2026-09-21T14:13:20.000Z');
  });

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}],
    ['no date', { authenticationinstant: 'yesterday' }],
    ['an impossible date', { authenticationinstant: '2026-13-41T25:61:61Z' }],
    ['text as auth_time', { auth_time: '1790000000' }],
    ['an auth_time beyond all dates', { auth_time: 1e18 }],
    ['a negative auth_time', { auth_time: -5 }],
  ])('is the end of the login when the token tells %s', (_what, claims) => {
    expect(at(claims)).toBe('2026-09-21T15:00:00.000Z');
  });
});
