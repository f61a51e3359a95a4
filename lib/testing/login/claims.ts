import { randomUUID } from 'node:crypto';

import { ageAt } from '../eids/age.js';
import { CLAIM_SHAPES } from '../eids/claim-shapes.js';
import { eidOf } from '../eids/eids.js';
import type { FakeClaims, FakeLogin } from '../model/fake-login.js';

/** The claims of a login, in the shapes of Criipto's own tokens. */
export function claimsOf(login: FakeLogin): FakeClaims {
  const { person, acr, at, hint = {}, eid = eidOf(person).id } = login;
  if (eid === 'age-verification') return ageClaims(login);
  return {
    ...commonClaims(person.guid, acr, at),
    ...CLAIM_SHAPES[eid]({ ...login, hint }),
  };
}

/** The claims of the mock eID, which needs no person, with those that a login hint injected. */
export function mockClaims(acr: string, injected: FakeClaims, at: number): FakeClaims {
  return {
    ...commonClaims(randomUUID(), acr, at),
    identityscheme: 'mock',
    name: 'Mock Mockesen',
    ...injected,
  };
}

const AGES = [15, 16, 18, 21];

/** An age and no identity: not even the subject is the same at the next login. */
function ageClaims({ person, acr, scopes, at }: FakeLogin): FakeClaims {
  const asked = AGES.filter((age) => scopes.includes(`is_over_${age}`));
  const answers = (asked.length > 0 ? asked : [18]).map((age) => [
    `is_over_${age}`,
    ageAt(person, at) >= age,
  ]);
  return {
    sub: `{${randomUUID()}}`,
    authenticationtype: acr,
    authenticationinstant: new Date(at).toISOString(),
    'http://ageverification.criipto.com': {
      country: person.country,
      ...Object.fromEntries(answers),
    },
  };
}

function commonClaims(guid: string, acr: string, at: number): FakeClaims {
  return {
    sub: `{${guid}}`,
    nameidentifier: guid.replaceAll('-', ''),
    authenticationtype: acr,
    authenticationmethod: 'app:fake',
    authenticationinstant: new Date(at).toISOString(),
    sessionindex: randomUUID(),
  };
}
