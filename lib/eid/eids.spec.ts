import { describe, expect, it } from '@jest/globals';

import { isJsonObject } from '../common/json.js';
import { satisfiesAcr } from './assurance/satisfies-acr.js';
import { achievedLevel, documentedLevel } from './claims/assurance-level.js';
import { eidOf } from './claims/eid-of-claims.js';
import { normaliseClaims } from './claims/normalise-claims.js';
import { sessionClaims } from './claims/session-claims.js';
import { loginHint } from './hints/login-hint.js';
import { personFingerprints } from './user/same-person.js';
import { toCriiptoUser } from './user/to-criipto-user.js';

// What version 0.1.0 knew of each eID and answered, written down from its tables, and what is known better since:
// who acts for a company is told by the claims, and plain Norwegian BankID leaves the level open.

/** Every acr value, with its eID and its level. */
const ACR_VALUES: readonly (readonly [acr: string, eid: string, level: string | undefined])[] = [
  ['urn:grn:authn:dk:mitid:low', 'mitid', 'low'],
  ['urn:grn:authn:dk:mitid:substantial', 'mitid', 'substantial'],
  ['urn:grn:authn:dk:mitid:high', 'mitid', 'high'],
  ['urn:grn:authn:dk:mitid:business', 'mitid', undefined],
  ['urn:grn:authn:se:bankid', 'bankid-se', undefined],
  ['urn:grn:authn:se:bankid:same-device', 'bankid-se', undefined],
  ['urn:grn:authn:se:bankid:another-device', 'bankid-se', undefined],
  ['urn:grn:authn:se:bankid:another-device:qr', 'bankid-se', undefined],
  ['urn:grn:authn:se:frejaid', 'freja', undefined],
  ['urn:grn:authn:no:bankid', 'bankid-no', 'substantial'],
  ['urn:grn:authn:no:bankid:high', 'bankid-no', 'high'],
  ['urn:grn:authn:no:bankid:substantial', 'bankid-no', 'substantial'],
  ['urn:grn:authn:no:vipps', 'vipps', undefined],
  ['urn:grn:authn:fi:all', 'ftn', 'substantial'],
  ['urn:grn:authn:fi:bank-id', 'ftn', 'substantial'],
  ['urn:grn:authn:fi:mobile-id', 'ftn', 'substantial'],
  ['urn:grn:authn:nl:idin', 'idin', 'substantial'],
  ['urn:grn:authn:de:personalausweis', 'personalausweis', 'high'],
  ['urn:grn:authn:uk:oneid', 'oneid', undefined],
  ['urn:grn:authn:mock', 'mock', undefined],
  ['urn:age-verification', 'age-verification', undefined],
  // Roots, values that Criipto retired or has yet to make, and what only looks like one.
  ['urn:grn:authn', 'unknown', undefined],
  ['urn:grn:authn:', 'unknown', undefined],
  ['urn:grn:authn:dk:mitid', 'mitid', undefined],
  ['urn:grn:authn:dk:mitid:new', 'mitid', undefined],
  ['urn:grn:authn:dk:mitid:business:new', 'mitid', undefined],
  ['urn:grn:authn:dk:mitidevil', 'unknown', undefined],
  ['urn:grn:authn:se:bankid:new', 'bankid-se', undefined],
  ['urn:grn:authn:se:frejaid:new', 'freja', undefined],
  ['urn:grn:authn:no:bankid:mobile', 'bankid-no', undefined],
  ['urn:grn:authn:no:vipps:new', 'vipps', undefined],
  ['urn:grn:authn:fi', 'ftn', 'substantial'],
  ['urn:grn:authn:fi:new', 'ftn', 'substantial'],
  ['urn:grn:authn:fievil:all', 'unknown', undefined],
  ['urn:grn:authn:nl:idin:new', 'idin', undefined],
  ['urn:grn:authn:de:personalausweis:new', 'personalausweis', undefined],
  ['urn:grn:authn:uk:oneid:new', 'oneid', undefined],
  ['urn:grn:authn:mock:new', 'mock', undefined],
  ['urn:grn:authn:itsme:basic', 'unknown', undefined],
  ['urn:age-verification:new', 'age-verification', undefined],
  ['phr', 'unknown', undefined],
];

/** Who satisfies what, in the order above: a row for each value that is asked, a column for each login by one. */
const SATISFIED: readonly string[] = [
  '111--------------------------------------',
  '-11--------------------------------------',
  '--1--------------------------------------',
  '-----------------------------------------',
  '----1111-------------------1-------------',
  '----1111-------------------1-------------',
  '----1111-------------------1-------------',
  '----1111-------------------1-------------',
  '--------1-------------------1------------',
  '---------111-----------------1-----------',
  '----------1------------------------------',
  '---------111-----------------------------',
  '------------1-----------------1----------',
  '-------------111---------------11--------',
  '--------------1--------------------------',
  '---------------1-------------------------',
  '----------------1------------------------',
  '-----------------1-----------------------',
  '------------------1-----------------1----',
  '-------------------1-----------------1---',
  '--------------------1------------------1-',
  '---------------------1-------------------',
  '----------------------1------------------',
  '1111-------------------111---------------',
  '------------------------1----------------',
  '-------------------------1---------------',
  '--------------------------1--------------',
  '---------------------------1-------------',
  '----------------------------1------------',
  '-----------------------------1-----------',
  '------------------------------1----------',
  '-------------111---------------11--------',
  '--------------------------------1--------',
  '---------------------------------1-------',
  '----------------------------------1------',
  '-----------------------------------1-----',
  '------------------------------------1----',
  '-------------------------------------1---',
  '--------------------------------------1--',
  '-----------------------------------------',
  '----------------------------------------1',
];

const SCHEMES: readonly (readonly [scheme: string, eid: string])[] = [
  ['dkmitid', 'mitid'],
  ['sebankid', 'bankid-se'],
  ['sefrejaid', 'freja'],
  ['nobankid-oidc', 'bankid-no'],
  ['nobankid', 'bankid-no'],
  ['novippslogin', 'vipps'],
  ['fitupas', 'ftn'],
  ['fimobileid', 'ftn'],
  ['nlidin', 'idin'],
  ['deadesso', 'personalausweis'],
  ['mock', 'mock'],
  ['ukoneid', 'unknown'],
  ['itsme', 'unknown'],
];

const AGE = 'http://ageverification.criipto.com';

/** Where each member of the user stands, in the order in which it is looked for. */
const PATHS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  givenName: [
    ['given_name'],
    ['givenname'],
    ['details', 'requestedAttributes', 'basicUserInfo', 'name'],
  ],
  familyName: [
    ['family_name'],
    ['surname'],
    ['legallastname'],
    ['details', 'requestedAttributes', 'basicUserInfo', 'surname'],
  ],
  birthdate: [['birthdate'], ['dateofbirth'], ['details', 'requestedAttributes', 'dateOfBirth']],
  country: [['country'], [AGE, 'country'], ['details', 'requestedAttributes', 'ssn', 'country']],
  nationalId: [
    ['cprNumberIdentifier'],
    ['ssn'],
    ['socialno'],
    ['hetu'],
    ['details', 'requestedAttributes', 'ssn', 'ssn'],
    ['verified_claims', 'bin'],
  ],
};

const LARGE = [
  'evidence',
  'ocspResponse',
  'mitid_risk_data',
  'photo',
  'documentPhoto',
  'userSignature',
  'advancedSignature',
];

type Claims = Readonly<Record<string, unknown>>;

const context = { issuer: 'https://acme.criipto.id', authenticatedAt: new Date(0) };
const userOf = (claims: Claims) => toCriiptoUser({ sub: 'a', ...claims }, context);
const eid = (acr: string | undefined, claims: Claims = {}) => eidOf(acr, normaliseClaims(claims));

describe('the eIDs', () => {
  it.each(ACR_VALUES)('%s is of %s, at %s', (acr, expected, level) => {
    expect([eid(acr), documentedLevel(acr)]).toEqual([expected, level]);
    expect(userOf({ authenticationtype: acr }).level).toBe(level);
  });

  it.each(SCHEMES)('scheme %s is of %s', (scheme, expected) => {
    expect(eid(undefined, { identityscheme: scheme })).toBe(expected);
    expect(eid('urn:grn:authn:xx:new', { identityscheme: scheme })).toBe(expected);
    expect(eid('urn:grn:authn:no:vipps', { identityscheme: scheme })).toBe('vipps');
  });

  it.each([
    [undefined, { identityscheme: 'dkmitid', cvrNumberIdentifier: '1' }, 'mitid-business'],
    [undefined, { identityscheme: 'dkmitid', companySignatory: 'true' }, 'mitid-business'],
    ['urn:grn:authn:dk:mitid:substantial', { employee: 'true' }, 'mitid-business'],
    ['urn:grn:authn:dk:mitid:business', { employee: 'true' }, 'mitid-business'],
    ['urn:grn:authn:dk:mitid:business', { employee: false, companySignatory: 'false' }, 'mitid'],
    ['urn:grn:authn:dk:mitid:business', { cvrNumberIdentifier: '' }, 'mitid'],
    ['urn:grn:authn:se:bankid', { employee: true }, 'bankid-se'],
    ['urn:grn:authn:dk:mitid:high', { cvrNumberIdentifier: '1' }, 'mitid-business'],
    ['urn:grn:authn:se:bankid', { cvrNumberIdentifier: '1' }, 'bankid-se'],
    ['urn:grn:authn:dk:mitid:high', { [AGE]: {} }, 'age-verification'],
    ['urn:grn:authn:dk:mitid:business', { [AGE]: {} }, 'age-verification'],
    [undefined, {}, 'unknown'],
    [undefined, { cvrNumberIdentifier: '1' }, 'unknown'],
  ])('%s with %j is of %s', (acr, claims, expected) => {
    expect(eid(acr, claims)).toBe(expected);
  });

  it.each([
    ['mitid', 'high', 'low'],
    ['mitid-business', 'high', 'low'],
    ['bankid-se', 'high', 'high'],
    ['unknown', 'high', 'high'],
    ['age-verification', 'high', undefined],
  ] as const)('a login by %s at %s that tells LOW is at %s', (each, method, expected) => {
    const acr = `urn:grn:authn:dk:mitid:${method}`;
    expect(achievedLevel(each, acr, normaliseClaims({ loA: 'LOW' }))).toBe(expected);
    expect(achievedLevel(each, undefined, normaliseClaims({ loA: 'LOW' }))).toBeUndefined();
  });

  it.each<[what: string, asked: readonly string[] | undefined, level: string]>([
    ['where high alone was asked for', ['urn:grn:authn:no:bankid:high'], 'high'],
    [
      'where high alone was asked for, or another eID',
      ['urn:grn:authn:dk:mitid:high', 'urn:grn:authn:no:bankid:high'],
      'high',
    ],
    ['where it was asked for itself', ['urn:grn:authn:no:bankid'], 'substantial'],
    [
      'where less was asked for too',
      ['urn:grn:authn:no:bankid:high', 'urn:grn:authn:no:bankid:substantial'],
      'substantial',
    ],
    ['where another eID was asked for', ['urn:grn:authn:dk:mitid:high'], 'substantial'],
    ['where anything was asked for', [], 'substantial'],
    ['where nobody knows what was asked for', undefined, 'substantial'],
  ])('plain BankID Norway has its level by what was asked: %s', (_what, asked, level) => {
    const plain = 'urn:grn:authn:no:bankid';
    const asking = asked === undefined ? {} : { asked };
    expect(achievedLevel('bankid-no', plain, {}, asking)).toBe(level);
    expect(achievedLevel('bankid-no', `${plain}:high`, {}, asking)).toBe('high');
    expect(achievedLevel('bankid-no', `${plain}:substantial`, {}, asking)).toBe('substantial');
  });

  it.each(['', ':high', ':substantial'])('BankID Norway%s is substantial in a call', (variant) => {
    const acr = `urn:grn:authn:no:bankid${variant}`;
    const asking = { asked: ['urn:grn:authn:no:bankid:high'], inCall: true };
    expect(achievedLevel('bankid-no', acr, {}, asking)).toBe('substantial');
  });

  it('has the level in a call that it has in a browser, if nothing else is known', () => {
    const asking = { inCall: true };
    const german = 'urn:grn:authn:de:personalausweis';
    expect(achievedLevel('personalausweis', german, {}, asking)).toBe('high');
    expect(achievedLevel('bankid-se', 'urn:grn:authn:se:bankid', {}, asking)).toBeUndefined();
  });

  it('are satisfied by each other as they were', () => {
    const logins = ACR_VALUES.map(([acr]) => userOf({ authenticationtype: acr }));
    const answers = ACR_VALUES.map(([asked]) =>
      logins.map((login) => (satisfiesAcr([asked], login) ? '1' : '-')).join(''),
    );
    expect(answers).toEqual(SATISFIED);
  });
});

describe('the person of an eID', () => {
  const value = (member: string, index: number): string => {
    if (member === 'birthdate') return `1990-01-0${index + 1}`;
    return member === 'country' ? (['DK', 'SE', 'NO'][index] ?? '') : `value-${index}`;
  };
  const orders = Object.entries(PATHS).flatMap(([member, paths]) =>
    paths.map((_, index) => [member, index] as const),
  );

  it.each(orders)('has its %s where it stood, path %i, before the later ones', (member, first) => {
    const claims: Claims = (PATHS[member] ?? [])
      .map((path, index) => ({ path, index }))
      .slice(first)
      .reduce((all, { path, index }) => withValue(all, path, value(member, index)), {});
    expect(userOf(claims).reveal()).toHaveProperty(member, value(member, first));
  });

  it.each([
    ['urn:grn:authn:fi:all', 'Told', 'A B'],
    ['urn:grn:authn:fi:all', '_19cf', 'A B'],
    ['urn:grn:authn:se:bankid', 'Told', 'Told'],
    ['urn:grn:authn:se:bankid', '_19cf', 'A B'],
    ['urn:grn:authn:mock', '_19cf', 'A B'],
  ])('by %s with the name %s is called %s', (acr, name, expected) => {
    const claims = { authenticationtype: acr, name, given_name: 'A', family_name: 'B' };
    expect(userOf(claims).name).toBe(expected);
    expect(userOf({ authenticationtype: acr, name: 'Told' }).name).toBe('Told');
  });

  it('has marks that do not change', () => {
    const person = userOf({ uuid: 'b', cprNumberIdentifier: 'c' });
    expect(personFingerprints(person)).toEqual([
      'iLTvK9SlruG02pMTzRDgLQ', // of `sub`
      'H_VsEuve8O3NZd4iw5fz-g', // of `uuid`
      'slVW9S5vzLz06LstPVqPOL', // of the national id
    ]);
  });

  it('has a mark by each claim that stays where `sub` does not', () => {
    expect(personFingerprints(userOf({ uuid: 'b', uniqueuserid: 'd' }))).toHaveLength(3);
  });

  it('has no large claims in a session', () => {
    const claims = Object.fromEntries([...LARGE, 'kept'].map((name) => [name, 'x']));
    expect(sessionClaims({ ...claims, within: claims })).toEqual({
      kept: 'x',
      within: { kept: 'x' },
    });
  });

  it.each(['address', 'streetaddress'])('has its %s as an object, written as JSON', (name) => {
    const { [name]: address, other } = normaliseClaims({ [name]: '{"a":"b"}', other: '{"a":"b"}' });
    expect({ ...Object(address) }).toEqual({ a: 'b' });
    expect(other).toBe('{"a":"b"}');
  });
});

describe('the hint of an eID', () => {
  const common = {
    continueButton: 'never',
    scope: 'openid',
    acrValues: 'phr',
    cssPath: 'a/b.css',
    resumeUrl: 'https://app.example.com/',
    appSwitch: 'ios',
  } as const;
  const COMMON =
    'appswitch:ios appswitch:resumeUrl:https://app.example.com/ css_path:a/b.css acr_values:phr scope:openid mobile:continue_button:never';

  it.each([
    [
      'mitId',
      loginHint.mitId({
        ...common,
        controlledTransfer: true,
        message: 'm',
        action: 'accept',
        cvr: '12345678',
        business: true,
        uuid: 'u',
        cpr: '1204859990',
      }),
      'sub:1204859990 uuid:u business vatid:DK12345678 action:accept message:bQ== dk:mitid:ct',
    ],
    [
      'swedishBankId',
      loginHint.swedishBankId({
        ...common,
        nonVisibleData: 'n',
        message: 'm',
        action: 'confirm',
        ssn: '199007019992',
      }),
      'sub:199007019992 action:confirm message:bQ== nonVisibleData:bg==',
    ],
    [
      'norwegianBankId',
      loginHint.norwegianBankId({
        ...common,
        message: 'm',
        action: 'sign',
        ssn: '23097999994',
        method: 'BID',
      }),
      'BID:23097999994 action:sign message:bQ==',
    ],
    [
      'norwegianBankId, on mobile',
      loginHint.norwegianBankId({ ...common, mobile: { birthdate: '230979', phone: '99999999' } }),
      'BIM:99999999:230979',
    ],
    [
      'freja',
      loginHint.freja({
        ...common,
        nonVisibleData: 'n',
        pushText: 'x',
        pushTitle: 'p',
        title: 't',
        message: 'm',
        action: 'sign_extended',
        userConfirmationMethod: 'defaultandface',
        minRegistrationLevel: 'plus',
        phone: '+46701234567',
        email: 'a@b.se',
        ssnCountry: 'SE',
        ssn: '199007019992',
      }),
      'sub:ssn:199007019992 sub:ssncountry:SE sub:email:a@b.se sub:phone:+46701234567 minregistrationlevel:plus userconfirmationmethod:defaultandface action:sign_extended message:bQ== title:dA== pushTitle:cA== pushText:eA== nonVisibleData:bg==',
    ],
    [
      'personalausweis',
      loginHint.personalausweis({ ...common, flow: 'same-device', transactionInfo: 'a' }),
      'txinfo:a flow:same-device',
    ],
    ['ageVerification', loginHint.ageVerification({ ...common, country: 'FI' }), 'country:FI'],
    ['ftn', loginHint.ftn({ ...common, enforceRequirements: true }), 'enforce_ftn_requirements'],
  ])('is written as it was: %s', (_name, hint, expected) => {
    expect(hint).toBe(`${expected} ${COMMON}`);
  });

  it('is written as it was: any, mock', () => {
    expect(loginHint.any(common)).toBe(COMMON);
    expect(loginHint.mock({ a: 1 })).toBe('mock:eyJhIjoxfQ==');
  });

  it('has a function for each eID that has one, and no more', () => {
    expect(Object.keys(loginHint).toSorted()).toEqual([
      'ageVerification',
      'any',
      'freja',
      'ftn',
      'mitId',
      'mock',
      'norwegianBankId',
      'personalausweis',
      'swedishBankId',
    ]);
  });

  it.each([
    [
      'is unknown',
      () => loginHint.ftn({ cpr: '1', appSwitch: 'x' } as never),
      '`cpr` of the login hint is unknown',
    ],
    [
      'is of the eID first',
      () => loginHint.mitId({ appSwitch: 'x', cpr: '1' } as never),
      '`cpr` of the login hint must be ten digits',
    ],
    [
      'is a method before it is unknown',
      () => loginHint.norwegianBankId({ cpr: '1', method: 'x' } as never),
      '`method` of the login hint must be one of BID, BIS',
    ],
    [
      'is too much',
      () => loginHint.norwegianBankId({ mobile: {}, ssn: '1' } as never),
      '`mobile` of the login hint cannot be had beside `method` or `ssn`',
    ],
    [
      'is too long',
      () => loginHint.swedishBankId({ message: 'm'.repeat(1126) }),
      '`message` of the login hint may have 1500 characters at most, as base64 of UTF-8',
    ],
    [
      'is too long to sign',
      () => loginHint.swedishBankId({ action: 'sign', message: 'm'.repeat(30_001) }),
      '`message` of the login hint may have 40000 characters at most, as base64 of UTF-8',
    ],
  ])('says what %s', (_what, write, message) => {
    expect(write).toThrow(message);
  });
});

/** The claims with one more value, within those that are there. */
function withValue(claims: Claims, [name = '', ...path]: readonly string[], value: string): Claims {
  const within: unknown = claims[name];
  return {
    ...claims,
    [name]: path.length === 0 ? value : withValue(isJsonObject(within) ? within : {}, path, value),
  };
}
