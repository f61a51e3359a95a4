import { isWithin } from '../claims/acr-root.js';
import { type Eid, EID_PROFILES } from '../eids.js';

/** The eIDs by which people log in: each has a button. */
const TO_LOG_IN = EID_PROFILES.filter(({ button }) => button !== undefined);

export const EIDS_TO_LOG_IN: readonly Eid[] = TO_LOG_IN.map(({ eid }) => eid);

/** The eID that an acr value asks for, if people log in by one. */
export function eidOfAcr(acr: string): Eid | undefined {
  const listed = TO_LOG_IN.find(({ acrValues }) => Object.hasOwn(acrValues, acr));
  return (listed ?? TO_LOG_IN.find(({ root }) => isWithin(acr, root)))?.eid;
}

/** What a login by an eID asks for: its own among the values that every login asks for; its usual one where they ask for none. */
export function acrValuesOf(eid: string, asked: readonly string[]): readonly string[] {
  if (asked.length > 0) return asked.filter((acr) => eidOfAcr(acr) === eid);
  const profile = TO_LOG_IN.find((each) => each.eid === eid);
  if (!profile) return [];
  return [profile.usualAcr ?? Object.keys(profile.acrValues)[0] ?? profile.root];
}
