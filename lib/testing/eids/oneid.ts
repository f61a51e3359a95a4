import type { FakeClaims } from '../model/fake-login.js';
import { madeUp, type PersonDetails } from '../model/person-details.js';
import { ageAt } from './age.js';
import type { ClaimContext } from './claim-context.js';
import type { FakeEid } from './fake-eid.js';

const AGES = [18, 21, 25] as const;
/** What tells ages, and nobody's name. */
const AGE_PRODUCTS = ['oneid:product:age_check', 'oneid:product:age_verification'];

export const oneId = {
  id: 'oneid',
  label: 'OneID',
  acrValues: ['urn:grn:authn:uk:oneid'],
  usualAcr: 'urn:grn:authn:uk:oneid',
  usualIn: 'GB',
  claims: (login) => ({
    identityscheme: 'ukoneid',
    ...(AGE_PRODUCTS.some((product) => login.scopes.includes(product))
      ? {}
      : identityClaims(login.person)),
    ...ageClaims(login),
  }),
  scopes: ['oneid:profile', ...AGE_PRODUCTS, ...AGES.map((age) => `oneid:age_over_${age}`)],
  people: [madeUp('gb-robin', 'GB', 'Robin', 'Sample', '1991-11-11', '', 'f')],
} as const satisfies FakeEid;

function identityClaims(person: PersonDetails): FakeClaims {
  return {
    given_name: person.givenName,
    family_name: person.familyName,
    birthdate: person.birthdate,
    country: 'GB',
  };
}

function ageClaims({ person, scopes, at }: ClaimContext): FakeClaims {
  const asked = AGES.filter((age) => scopes.includes(`oneid:age_over_${age}`));
  return Object.fromEntries(asked.map((age) => [`age_over_${age}`, ageAt(person, at) >= age]));
}
