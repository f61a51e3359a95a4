import { createHash } from 'node:crypto';

import { text } from '../claims/claim-values.js';
import type { Claims } from '../claims/normalise-claims.js';
import { EID_PROFILES } from '../eids.js';
import type { CriiptoUser } from './criipto-user.js';

/** Who somebody is, as far as two logins can be compared. */
export type Person = Pick<CriiptoUser, 'issuer' | 'sub' | 'nationalId' | 'claims'>;

/** Long enough that no two people share one by chance. */
const FINGERPRINT_LENGTH = 22;

/** Such as MitID's `uuid`. */
const LASTING_IDS = EID_PROFILES.flatMap(({ lastingId }) =>
  lastingId === undefined ? [] : [lastingId],
);

/** Those of the claims by which an eID knows a person at every level. */
export function lastingIds(claims: Claims): Claims {
  const told = LASTING_IDS.map((name) => [name, text(claims, name)] as const);
  return Object.fromEntries(told.filter(([, id]) => id !== undefined));
}

/**
 * What a person can be known by at the next login, each as a short hash: `sub`; MitID's `uuid` and Norwegian
 * BankID's `uniqueuserid`, which stay where another level or app has another `sub`; and the national id, where
 * the login gave one.
 */
export function personFingerprints({ issuer, sub, nationalId, claims }: Person): readonly string[] {
  const lasting = LASTING_IDS.map((name) => [name, text(claims, name)] as const);
  return [['sub', sub] as const, ...lasting, ['nationalId', nationalId] as const].flatMap(
    ([name, value]) => (value === undefined ? [] : [fingerprint(issuer, name, value)]),
  );
}

/** The fingerprint of whoever has this national id. */
export function nationalIdFingerprint(issuer: string, nationalId: string): string {
  return fingerprint(issuer, 'nationalId', nationalId);
}

/** Whether somebody has one of these fingerprints. */
export function isSamePerson(fingerprints: readonly string[], person: Person): boolean {
  return personFingerprints(person).some((each) => fingerprints.includes(each));
}

function fingerprint(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts));
  return hash.digest('base64url').slice(0, FINGERPRINT_LENGTH);
}
