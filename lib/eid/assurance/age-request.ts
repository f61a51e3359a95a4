import { EID_PROFILES } from '../eids.js';
import { HINT_COUNTRIES } from '../hint-tokens/common-hint.js';
import { ageVerification } from '../profiles/age-verification.js';
import type { AgeDemand } from './age-answer.js';

/** What a login asks for that proves an age, and nothing else. */
export interface AgeRequest {
  readonly acrValues: string;
  readonly scope: string;
  readonly loginHint?: string;
}

/** Where an age can be proved. */
export const AGE_COUNTRIES: readonly string[] = EID_PROFILES.flatMap(
  ({ ageProof }) => ageProof?.countries ?? [],
);

/** How to have an age proved, if that age can be: a birthdate tells any, and is nothing to ask for by itself. */
export function ageRequest({ years, country }: AgeDemand): AgeRequest | undefined {
  const [acrValues, proof] = proofIn(country);
  const scope = proof?.scopes[years];
  if (acrValues === undefined || scope === undefined) return undefined;
  const request = { acrValues, scope: `openid ${scope}` };
  const named = HINT_COUNTRIES.find((each) => each === country);
  if (named === undefined) return request;
  return { ...request, loginHint: ageVerification.hint.ageVerification({ country: named }) };
}

function proofIn(country: string | undefined) {
  const profile = EID_PROFILES.find(({ eid, ageProof }) =>
    country === undefined ? eid === ageVerification.eid : ageProof?.countries.includes(country),
  );
  return [Object.keys(profile?.acrValues ?? {})[0], profile?.ageProof] as const;
}

/** The ages that scopes ask for. */
export function agesAsked(scope: string): readonly number[] {
  const asked = scope.split(' ');
  return EID_PROFILES.flatMap(({ ageProof }) => Object.entries(ageProof?.scopes ?? {}))
    .filter(([, scopes]) => scopes.split(' ').every((each) => asked.includes(each)))
    .map(([years]) => Number(years));
}
