import type { AssuranceLevel } from '../eid-profile.js';
import { type Eid, EID_PROFILES } from '../eids.js';
import { isWithin } from './acr-root.js';
import { text } from './claim-values.js';
import type { Claims } from './normalise-claims.js';

/** The level that a login reached: MitID says so in `loA`; otherwise what Criipto documents for the method used. */
export function achievedLevel(
  eid: Eid,
  acr: string | undefined,
  claims: Claims,
): AssuranceLevel | undefined {
  if (acr === undefined) return undefined;
  const profile = PROFILE_OF.get(eid);
  if (profile?.insteadOfIdentity !== undefined) return undefined;
  const claim = profile?.levelClaim;
  // A claim that we can't read is no reason to believe the method's name instead.
  if (claim !== undefined && claim in claims)
    return LEVELS.find((level) => level === text(claims, claim)?.toLowerCase());
  return documentedLevel(acr);
}

/** The level that Criipto documents for an acr value; `undefined` when it documents none. */
export function documentedLevel(acr: string): AssuranceLevel | undefined {
  return DOCUMENTED.get(acr) ?? WITHIN_ROOT.find(({ root }) => isWithin(acr, root))?.levelOfRoot;
}

/** Whether a level is at least another. No level is at least nothing. */
export function isAtLeast(level: AssuranceLevel | undefined, asked: AssuranceLevel): boolean {
  return level !== undefined && LEVELS.indexOf(level) >= LEVELS.indexOf(asked);
}

/** Lowest first. */
const LEVELS: readonly AssuranceLevel[] = ['low', 'substantial', 'high'];

const PROFILE_OF = new Map<Eid, (typeof EID_PROFILES)[number]>(
  EID_PROFILES.map((profile) => [profile.eid, profile]),
);

const DOCUMENTED: ReadonlyMap<string, AssuranceLevel | undefined> = new Map(
  EID_PROFILES.flatMap(({ acrValues }) => Object.entries(acrValues)),
);

const WITHIN_ROOT = EID_PROFILES.filter(({ levelOfRoot }) => levelOfRoot !== undefined);
