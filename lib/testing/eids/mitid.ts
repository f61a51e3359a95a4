import type { FakeClaims } from '../model/fake-login.js';
import { madeUp } from '../model/person-details.js';
import { ageAt } from './age.js';
import { ADDRESS, askedFor, fullName, type ClaimContext } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

export const mitId = {
  id: 'mitid',
  label: 'MitID',
  acrValues: [
    'urn:grn:authn:dk:mitid:low',
    'urn:grn:authn:dk:mitid:substantial',
    'urn:grn:authn:dk:mitid:high',
  ],
  usualAcr: 'urn:grn:authn:dk:mitid:substantial',
  usualIn: 'DK',
  claims: (login) => {
    const cpr = { ssn: { cprNumberIdentifier: login.person.nationalId } };
    return { ...mitIdClaims(login), ...askedFor(login, cpr) };
  },
  tellsAge: true,
  people: [
    madeUp('dk-freja', 'DK', 'Freja', 'Prøvesen', '1985-04-12', '1204859990', '1'),
    madeUp('dk-mads', 'DK', 'Mads', 'Testgaard', '1972-11-30', '3011729991', '2'),
    // Comes of age in 2031.
    madeUp('dk-villads', 'DK', 'Villads', 'Prøveby', '2013-05-20', '2005139995', '1a'),
  ],
} as const satisfies FakeEid;

/** What is said of citizens and of those who log in for a company alike. */
export function mitIdClaims(login: ClaimContext): FakeClaims {
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

function levelOf(acr: string): string {
  const level = acr.split(':').at(-1)?.toUpperCase();
  return level === 'LOW' || level === 'HIGH' ? level : 'SUBSTANTIAL';
}
