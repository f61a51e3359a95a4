import type { AgeAnswers, AgeProof } from '../age-proof.js';
import { text } from '../claims/claim-values.js';
import type { Claims } from '../claims/normalise-claims.js';
import { type Eid, EID_PROFILES } from '../eids.js';
import type { CriiptoUser } from '../user/criipto-user.js';
import { personOf } from '../user/person-of-claims.js';

/** What a login told of the age of a person. */
export interface AgeFacts {
  /** `YYYY-MM-DD` */
  readonly birthdate?: string | undefined;
  /** Where the birthday is, in the names of the IANA time zone database, if the eID has one place. */
  readonly timeZone?: string | undefined;
  /** What an age proof answered. */
  readonly answers?: AgeAnswers | undefined;
  /** Whose eID answered, in the codes of ISO 3166-1. */
  readonly country?: string | undefined;
}

/** What claims tell of the age of a person, if anything. They have to be signed: an age rule goes by them. */
export function ageFacts(eid: Eid, claims: Claims): AgeFacts | undefined {
  const { birthdate } = personOf(eid, claims);
  if (birthdate !== undefined) return { birthdate, timeZone: TIME_ZONE_OF.get(eid) };
  const proof = PROOF_OF.get(eid);
  const answers = proof?.answers(claims) ?? {};
  if (Object.keys(answers).length === 0) return undefined;
  return { answers, country: countryOf(proof, claims) };
}

/** Whether somebody proved an age and not who they are: by age verification, or by an eID that was asked for no more. */
export function isAnonymous(user: Pick<CriiptoUser, 'eid' | 'claims'>): boolean {
  return PROOF_OF.get(user.eid)?.isAnonymous(user.claims) ?? false;
}

const PROOF_OF: ReadonlyMap<Eid, AgeProof> = new Map(
  EID_PROFILES.flatMap(({ eid, ageProof }) => (ageProof ? [[eid, ageProof] as const] : [])),
);
const TIME_ZONE_OF: ReadonlyMap<Eid, string> = new Map(
  EID_PROFILES.flatMap(({ eid, timeZone }) => (timeZone ? [[eid, timeZone] as const] : [])),
);

function countryOf(proof: AgeProof | undefined, claims: Claims): string | undefined {
  const { countries = [], countryAt } = proof ?? {};
  return countryAt ? text(claims, ...countryAt) : countries[0];
}
