import { ageAt } from './age.js';
import type { FakeClaims, FakeLogin } from './fake-login.js';
import type { FakeEidId } from './fake-eid-id.js';
import type { HintTokens } from './login-hint.js';
import type { Person } from './people.js';

type Login = FakeLogin & { readonly hint: HintTokens };

/** What each eID says of a person, beside what is common to all. */
export const CLAIM_SHAPES: Readonly<
  Record<Exclude<FakeEidId, 'age-verification'>, (login: Login) => FakeClaims>
> = {
  mitid: (login) => ({
    ...mitId(login),
    ...askedFor(login, { ssn: { cprNumberIdentifier: login.person.nationalId } }),
  }),
  'mitid-business': (login) => ({ ...mitId(login), ...company(login.person) }),
  'bankid-se': swedishBankId,
  freja,
  'bankid-no': norwegianBankId,
  vipps,
  ftn: finnishTrustNetwork,
  idin,
  personalausweis,
  oneid: ({ person }) => ({
    identityscheme: 'ukoneid',
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'GB',
  }),
  itsme: ({ person }) => ({
    identityscheme: 'itsme',
    name: fullName(person),
    birthdate: person.birthdate,
    country: 'BE',
  }),
};

function mitId(login: Login): FakeClaims {
  const { person, acr, at, hint } = login;
  const level = levelOf(acr);
  return {
    identityscheme: 'dkmitid',
    uuid: person.guid.replace(/^./, 'a'),
    name: fullName(person),
    birthdate: person.birthdate,
    dateofbirth: person.birthdate,
    age: String(ageAt(person, at)),
    loA: level,
    ial: level,
    aal: level,
    fal: 'HIGH',
    country: 'DK',
    ...(hint.message === undefined
      ? {}
      : { refTextHeader: hint.action ?? 'login', refTextBody: hint.message }),
    ...askedFor(login, {
      address: {
        address: { ...ADDRESS, common_name: null, country: 'Danmark' },
      },
    }),
  };
}

/** Booleans as texts, as they come. */
function company({ company: works }: Person): FakeClaims {
  return {
    cvrNumberIdentifier: works?.cvr ?? '',
    '2.5.4.10': works?.name ?? '',
    employee: String(works?.isSignatory === false),
    companySignatory: String(works?.isSignatory === true),
  };
}

function swedishBankId(login: Login): FakeClaims {
  const { person, hint } = login;
  return {
    identityscheme: 'sebankid',
    name: fullName(person),
    given_name: person.givenName,
    givenname: person.givenName,
    family_name: person.familyName,
    surname: person.familyName,
    ipaddress: '127.0.0.1',
    country: 'SE',
    ...askedFor(login, {
      ssn: { ssn: person.nationalId },
      evidence: { evidence: evidenceOf(hint.message), ocspResponse: evidenceOf('good') },
    }),
  };
}

/** Nothing that could be verified. */
function evidenceOf(text = ''): string {
  return Buffer.from(`<signed>${text}</signed>`).toString('base64');
}

function freja({ person, scopes }: Login): FakeClaims {
  const hasNumber = scopes.includes('ssn') || scopes.includes('frejaid:ssn');
  return {
    identityscheme: 'sefrejaid',
    registrationLevel: 'PLUS',
    relyingPartyUserId: person.guid.replaceAll('-', '').toUpperCase(),
    details: {
      status: 'APPROVED',
      requestedAttributes: {
        basicUserInfo: { name: person.givenName, surname: person.familyName },
        dateOfBirth: person.birthdate,
        ...(hasNumber ? { ssn: { ssn: person.nationalId, country: person.country } } : {}),
      },
    },
    ...(scopes.includes('frejaid:email_address') ? { emailaddress: emailOf(person) } : {}),
  };
}

function norwegianBankId(login: Login): FakeClaims {
  const { person, acr } = login;
  const isBiometric = acr.endsWith(':substantial');
  return {
    identityscheme: 'nobankid-oidc',
    uniqueuserid: `9578-6000-4-${person.guid.slice(0, 6)}`,
    certissuer: 'CN=Test Issuer',
    ...(isBiometric ? {} : { certsubject: `CN=${person.familyName}, C=NO` }),
    name: fullName(person),
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    address: null,
    streetaddress: 'null',
    country: 'NO',
    ...askedFor(login, {
      ssn: { socialno: person.nationalId },
      email: { email: emailOf(person), emailaddress: emailOf(person) },
      phone: { phone_number: PHONE, mobilephone: PHONE },
      address: { address: ADDRESS, streetaddress: JSON.stringify(ADDRESS) },
    }),
  };
}

function vipps(login: Login): FakeClaims {
  const { person } = login;
  return {
    identityscheme: 'novippslogin',
    name: fullName(person),
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'NO',
    ...askedFor(login, {
      ssn: { socialno: person.nationalId },
      email: { emailaddress: emailOf(person), email_verified: 'true' },
      phone: { mobilephone: PHONE },
      address: { address: { ...ADDRESS, country: 'NO' } },
    }),
  };
}

function finnishTrustNetwork({ person, acr }: Login): FakeClaims {
  const isMobile = acr.endsWith(':mobile-id');
  return {
    identityscheme: 'fitupas',
    authenticationmethod: isMobile ? 'Mobiilivarmenne' : 'Koepankki',
    hetu: person.nationalId,
    ...(isMobile ? { satu: `99999${person.guid.slice(0, 3)}` } : {}),
    // The banks' own id of the person, where others have a name.
    name: `_${person.guid.replaceAll('-', '')}`,
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'FI',
  };
}

/** Long names, whatever the JWT format, and some short ones beside them. */
function idin({ person }: Login): FakeClaims {
  const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
  return {
    identityscheme: 'nlidin',
    [`${soap}/givenname`]: person.givenName,
    [`${soap}/surname`]: person.familyName,
    [`${soap}/dateofbirth`]: person.birthdate,
    [`${soap}/country`]: 'NL',
    family_name: person.familyName,
    birthdate: person.birthdate,
    verified_claims: { bin: person.nationalId },
  };
}

/** As the card has it: capitals, and `D` for a country. */
function personalausweis({ person }: Login): FakeClaims {
  return {
    identityscheme: 'deadesso',
    given_name: person.givenName.toUpperCase(),
    family_name: person.familyName.toUpperCase(),
    birthdate: person.birthdate,
    place_of_birth: 'BERLIN',
    document_type: 'ID',
    date_of_expiry: '2039-10-31',
    nationality: 'D',
    issuing_state: 'D',
    address: { ...ADDRESS, country: 'D' },
  };
}

const PHONE = '4799999999';
const ADDRESS = { street_address: 'Prøveveien 1', postal_code: '0150', region: '' };

function emailOf({ id }: Person): string {
  return `${id}@example.com`;
}

/** The claims of those scopes that were asked for. */
function askedFor({ scopes }: Login, claims: Readonly<Record<string, FakeClaims>>): FakeClaims {
  const given = Object.entries(claims).filter(([scope]) => scopes.includes(scope));
  return Object.assign({}, ...given.map(([, some]) => some)) as FakeClaims; // of objects alone
}

function fullName({ givenName, familyName }: Person): string {
  return `${givenName} ${familyName}`;
}

function levelOf(acr: string): string {
  const level = acr.split(':').at(-1)?.toUpperCase();
  return level === 'LOW' || level === 'HIGH' ? level : 'SUBSTANTIAL';
}
