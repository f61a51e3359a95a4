import { CRIIPTO_ACR, isWithin, type AssuranceLevel, type Eid } from '../acr-values.js';
import { text } from './claim-values.js';
import type { Claims } from './normalise-claims.js';

/** The level that a login reached: MitID says so in `loA`; otherwise what Criipto documents for the method used. */
export function achievedLevel(
  eid: Eid,
  acr: string | undefined,
  claims: Claims,
): AssuranceLevel | undefined {
  if (eid === 'age-verification' || acr === undefined) return undefined;
  const isMitId = eid === 'mitid' || eid === 'mitid-business';
  // A `loA` that we can't read is no reason to believe the method's name instead.
  if (isMitId && 'loA' in claims)
    return LEVELS.find((level) => level === text(claims, 'loA')?.toLowerCase());
  return documentedLevel(acr);
}

/** The level that Criipto documents for an acr value; `undefined` when it documents none. */
export function documentedLevel(acr: string): AssuranceLevel | undefined {
  return DOCUMENTED.get(acr) ?? (isWithin(acr, `${CRIIPTO_ACR}:fi`) ? 'substantial' : undefined);
}

/** Whether a level is at least another. No level is at least nothing. */
export function isAtLeast(level: AssuranceLevel | undefined, asked: AssuranceLevel): boolean {
  return level !== undefined && LEVELS.indexOf(level) >= LEVELS.indexOf(asked);
}

/** Lowest first. */
const LEVELS: readonly AssuranceLevel[] = ['low', 'substantial', 'high'];

const DOCUMENTED: ReadonlyMap<string, AssuranceLevel> = new Map([
  [`${CRIIPTO_ACR}:dk:mitid:low`, 'low'],
  [`${CRIIPTO_ACR}:dk:mitid:substantial`, 'substantial'],
  [`${CRIIPTO_ACR}:dk:mitid:high`, 'high'],
  [`${CRIIPTO_ACR}:no:bankid`, 'high'],
  [`${CRIIPTO_ACR}:no:bankid:high`, 'high'],
  [`${CRIIPTO_ACR}:no:bankid:substantial`, 'substantial'],
  [`${CRIIPTO_ACR}:nl:idin`, 'substantial'],
  [`${CRIIPTO_ACR}:de:personalausweis`, 'high'],
]);
