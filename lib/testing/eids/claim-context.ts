import type { FakeClaims, FakeLogin } from '../model/fake-login.js';
import type { HintTokens } from '../model/login-hint.js';
import type { PersonDetails } from '../model/person-details.js';

/** A login of which the claims are made. */
export type ClaimContext = FakeLogin & { readonly hint: HintTokens };

export const PHONE = '4799999999';
export const ADDRESS = { street_address: 'Prøveveien 1', postal_code: '0150', region: '' };

export function emailOf({ id }: PersonDetails): string {
  return `${id}@example.com`;
}

/** The claims of those scopes that were asked for. */
export function askedFor(
  { scopes }: ClaimContext,
  claims: Readonly<Record<string, FakeClaims>>,
): FakeClaims {
  const given = Object.entries(claims).filter(([scope]) => scopes.includes(scope));
  return Object.assign({}, ...given.map(([, some]) => some)) as FakeClaims; // of objects alone
}

export function fullName({ givenName, familyName }: PersonDetails): string {
  return `${givenName} ${familyName}`;
}
