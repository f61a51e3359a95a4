import type { EidProfile } from '../eid-profile.js';
import { type Eid, EID_PROFILES } from '../eids.js';
import { isWithin } from './acr-root.js';
import type { Claims } from './normalise-claims.js';

type Profile = EidProfile<Exclude<Eid, 'unknown'>>;

/** Which eID the claims come from: by the method used, else by Criipto's `identityscheme`. */
export function eidOf(acr: string | undefined, claims: Claims): Eid {
  for (const [claim, eid] of WITHOUT_IDENTITY) if (claim in claims) return eid;
  const eid = eidOfAcr(acr) ?? EID_BY_SCHEME.get(claims['identityscheme']) ?? 'unknown';
  for (const variant of VARIANTS) if (isVariant(variant, eid, claims)) return variant.eid;
  return eid;
}

function eidOfAcr(acr: string | undefined): Eid | undefined {
  if (acr === undefined) return undefined;
  for (const { root, eid } of ROOTS) if (isWithin(acr, root)) return eid;
  return undefined;
}

function isVariant({ variantOf }: Profile, eid: Eid, claims: Claims): boolean {
  if (variantOf?.eid !== eid) return false;
  for (const name of variantOf.claims) if (name in claims && claims[name] !== false) return true;
  return false;
}

const WITHOUT_IDENTITY: readonly (readonly [claim: string, eid: Eid])[] = EID_PROFILES.flatMap(
  ({ eid, insteadOfIdentity }) =>
    insteadOfIdentity === undefined ? [] : [[insteadOfIdentity, eid] as const],
);

const VARIANTS = EID_PROFILES.filter(({ variantOf }) => variantOf !== undefined);
const ROOTS = EID_PROFILES.filter(({ variantOf }) => variantOf === undefined);

const EID_BY_SCHEME: ReadonlyMap<unknown, Eid> = new Map(
  EID_PROFILES.flatMap(({ eid, schemes = [] }) => schemes.map((scheme) => [scheme, eid] as const)),
);
