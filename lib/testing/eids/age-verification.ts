import { randomUUID } from 'node:crypto';

import { ageAt } from './age.js';
import type { FakeEid } from './fake-eid.js';

const AGES = [15, 16, 18, 21] as const;

export const ageVerification = {
  id: 'age-verification',
  label: 'Age verification',
  acrValues: ['urn:age-verification'],
  usualAcr: 'urn:age-verification',
  // An age and no identity: not even the subject is the same at the next login.
  tellsNoIdentity: true,
  claims: ({ person, acr, scopes, at }) => {
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
  },
  scopes: AGES.map((age) => `is_over_${age}`),
  people: [],
} as const satisfies FakeEid;
