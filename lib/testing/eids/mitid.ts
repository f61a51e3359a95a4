import { ageAt } from './age.js';
import type { FakeClaims } from '../model/fake-login.js';
import type { Person } from '../model/people.js';
import { ADDRESS, askedFor, fullName, type ClaimContext } from './claim-context.js';

export function citizen(login: ClaimContext): FakeClaims {
  const cpr = { ssn: { cprNumberIdentifier: login.person.nationalId } };
  return { ...mitId(login), ...askedFor(login, cpr) };
}

export function business(login: ClaimContext): FakeClaims {
  return { ...mitId(login), ...company(login.person) };
}

function mitId(login: ClaimContext): FakeClaims {
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

function levelOf(acr: string): string {
  const level = acr.split(':').at(-1)?.toUpperCase();
  return level === 'LOW' || level === 'HIGH' ? level : 'SUBSTANTIAL';
}
