import { isJsonObject } from '../../common/json.js';
import { type ClaimPath, COMMON_PERSON, type EidProfile } from '../eid-profile.js';
import { EID_PROFILES } from '../eids.js';
import type { Claims } from './normalise-claims.js';

/** How and when somebody authenticated, and by what name the provider knows them: what all eIDs tell alike. */
const COMMON: readonly string[] = [
  'authenticationtype',
  'authenticationmethod',
  'authenticationinstant',
  'identityscheme',
  'nameidentifier',
  'sessionindex',
  'acr',
  'amr',
  'auth_time',
];

/**
 * Where the claims say who somebody is, how, how strongly and when they authenticated, how old they are, and for
 * which company they act. They follow from what each eID's profile says of its claims.
 */
const PROOFS: readonly ClaimPath[] = [
  ...COMMON.map((name) => [name]),
  ...COMMON_PERSON.birthdate,
  ...COMMON_PERSON.nationalId,
  ...EID_PROFILES.flatMap(proofsOf),
];

function proofsOf({ person = {}, ...profile }: EidProfile): readonly ClaimPath[] {
  const { lastingId, levelClaim, insteadOfIdentity, variantOf, proofs, ageProof } = profile;
  const names = [lastingId, levelClaim, insteadOfIdentity, variantOf?.claims, proofs].flat();
  const paths = names.flatMap((name) => (name === undefined ? [] : [[name]]));
  return [person.birthdate, person.nationalId, ageProof?.claims, paths].flatMap(
    (each) => each ?? [],
  );
}

/** Of claims that nobody signed, those that prove nothing, and so may be believed all the same. */
export function withoutProofs(claims: Claims): Claims {
  return without(PROOFS, claims);
}

/** The names of what `claims` prove and `others` say nothing of. They are names that are known here, and no others. */
export function proofsMissingIn(others: Claims, claims: Claims): readonly string[] {
  const missing = PROOFS.filter(
    (path) => valueAt(claims, path) !== undefined && valueAt(others, path) === undefined,
  );
  return [...new Set(missing.map((path) => path.join('.')))];
}

function valueAt(claims: Claims, path: ClaimPath): unknown {
  let value: unknown = claims;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}

function without(paths: readonly ClaimPath[], claims: Claims): Claims {
  const kept: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    const within = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (within.some((rest) => rest.length === 0)) continue;
    kept[name] = within.length > 0 && isJsonObject(value) ? without(within, value) : value;
  }
  return kept;
}
