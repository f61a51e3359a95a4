import type { ToldAge } from '../eid/assurance/age-answer.js';
import type { AgeFacts } from '../eid/assurance/age-facts.js';
import { authenticationInstant } from '../eid/claims/authentication-instant.js';
import type { CriiptoUser } from '../eid/user/criipto-user.js';
import { isSamePerson, type Person, personFingerprints } from '../eid/user/same-person.js';
import { basisOf } from './login-basis.js';

/** An age proof, also one that says no. */
export interface AgeProof {
  readonly facts: AgeFacts;
  /** When the person authenticated. Milliseconds since the epoch. */
  readonly authenticatedAt: number;
  readonly isTimeTold: boolean;
  /** Whose it is, by `personFingerprints()`, where somebody was logged in. */
  readonly owner?: readonly string[] | undefined;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** What a login by `user` proved. */
export function ageProof(
  user: CriiptoUser,
  owner: readonly string[] | undefined,
  expiresAt: number,
): AgeProof {
  return {
    facts: basisOf(user)?.age ?? {},
    authenticatedAt: user.authenticatedAt.getTime(),
    isTimeTold: authenticationInstant(user.claims) !== undefined,
    owner,
    expiresAt,
  };
}

/** The proof of whoever logs in now: theirs if it was nobody's, or theirs before; none if it is another's. */
export function passedTo(proof: AgeProof, user: Person): AgeProof | undefined {
  return isOf(proof, user) ? { ...proof, owner: personFingerprints(user) } : undefined;
}

/** What a proof tells of whoever asks: nothing, if it is another's, or its owner is not logged in. */
export function toldBy(proof: AgeProof, asking: Person | undefined): ToldAge | undefined {
  if (!(asking ? isOf(proof, asking) : proof.owner === undefined)) return undefined;
  const { facts, authenticatedAt, isTimeTold } = proof;
  return { facts, authenticatedAt: new Date(authenticatedAt), isTimeTold };
}

function isOf({ owner }: AgeProof, user: Person): boolean {
  return owner === undefined || isSamePerson(owner, user);
}
