import type { AssuranceLevel } from '../eid-profile.js';
import { type Eid, EID_PROFILES } from '../eids.js';
import { isWithin } from './acr-root.js';
import { text } from './claim-values.js';
import type { Claims } from './normalise-claims.js';

/** How a login was asked for, as far as its level depends on that. */
export interface Asking {
  /** The acr values that were asked for. @default nobody knows */
  readonly asked?: readonly string[];
  /** Whether the person was asked in a call, and not in a browser. @default false */
  readonly inCall?: boolean | undefined;
}

/** The level that a login reached: MitID says so in `loA`; otherwise what Criipto documents for the method used. */
export function achievedLevel(
  eid: Eid,
  acr: string | undefined,
  claims: Claims,
  { asked = [], inCall = false }: Asking = {},
): AssuranceLevel | undefined {
  if (acr === undefined) return undefined;
  const profile = PROFILE_OF.get(eid);
  if (profile?.insteadOfIdentity !== undefined) return undefined;
  const claim = profile?.levelClaim;
  // A claim that we can't read is no reason to believe the method's name instead.
  if (claim !== undefined && claim in claims)
    return LEVELS.find((level) => level === text(claims, claim)?.toLowerCase());
  const { openAcr } = profile ?? {};
  const isMeantAs = openAcr?.acr === acr && isAskedAlone(openAcr.as, openAcr.acr, asked);
  const level = documentedLevel(isMeantAs ? openAcr.as : acr);
  const most = inCall ? profile?.levelInCall : undefined;
  return most !== undefined && isAtLeast(level, most) ? most : level;
}

/** Whether of all values within the root nothing but this one was asked for. */
function isAskedAlone(value: string, root: string, asked: readonly string[]): boolean {
  const own = asked.filter((each) => isWithin(each, root));
  return own.length > 0 && own.every((each) => each === value);
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

type Profile = (typeof EID_PROFILES)[number];

const PROFILE_OF = new Map<Eid, Profile>(EID_PROFILES.map((profile) => [profile.eid, profile]));

const DOCUMENTED: ReadonlyMap<string, AssuranceLevel | undefined> = new Map(
  EID_PROFILES.flatMap(({ acrValues }) => Object.entries(acrValues)),
);

const WITHIN_ROOT = EID_PROFILES.filter(({ levelOfRoot }) => levelOfRoot !== undefined);
