import { CRIIPTO_ACR, isWithin } from '../claims/acr-root.js';
import { documentedLevel, isAtLeast } from '../claims/assurance-level.js';
import { type Eid, EID_PROFILES } from '../eids.js';
import type { CriiptoUser } from '../user/criipto-user.js';

/**
 * Whether a login satisfies one of the acr values that were asked for. Without a pushed or signed request
 * the user can edit the authorization URL and pick a weaker eID, so this is checked after every login.
 *
 * - The eID must be the one asked for. How its app was reached (`se:bankid:same-device`, `…:qr`) does not
 *   matter; `fi:all` takes each Finnish one.
 * - The level must be at least the one that Criipto documents for the value asked for. For MitID the level
 *   reached counts, so high satisfies substantial. Plain `no:bankid` leaves the level open.
 * - `dk:mitid:business` takes business logins only. The MitID levels take both: ask `user.eid` to tell.
 * - Another provider's values are compared as they are.
 *
 * Nothing asked is satisfied by anything; a login that doesn't say how it was made satisfies nothing.
 */
export function satisfiesAcr(
  asked: readonly string[],
  user: Pick<CriiptoUser, 'acr' | 'level' | 'eid'>,
): boolean {
  return asked.length === 0 || asked.some((acr) => satisfiesOne(acr, user));
}

function satisfiesOne(asked: string, user: Pick<CriiptoUser, 'acr' | 'level' | 'eid'>): boolean {
  // An age is no identity: neither stands in for the other.
  const askedInstead = INSTEAD_OF_IDENTITY.get(asked);
  if (askedInstead !== undefined) return user.eid === askedInstead;
  if (user.acr === undefined || TELLS_NO_IDENTITY.has(user.eid)) return false;
  if (!asked.startsWith(`${CRIIPTO_ACR}:`)) return user.acr === asked;

  if (!isWithin(user.acr, ROOT_ASKED_BY.get(asked) ?? asked)) return false;
  const variant = VARIANT_ASKED_BY.get(asked);
  if (variant !== undefined) return user.eid === variant;
  const level = LEAVES_LEVEL_OPEN.has(asked) ? undefined : documentedLevel(asked);
  return level === undefined || isAtLeast(user.level, level);
}

type Profile = (typeof EID_PROFILES)[number];

const withoutIdentity = EID_PROFILES.filter((each) => each.insteadOfIdentity !== undefined);
const TELLS_NO_IDENTITY: ReadonlySet<Eid> = new Set(withoutIdentity.map(({ eid }) => eid));
const INSTEAD_OF_IDENTITY = eidByAcr(withoutIdentity);

const LEAVES_LEVEL_OPEN: ReadonlySet<string> = new Set(
  EID_PROFILES.flatMap(({ openAcr }) => (openAcr ? [openAcr.acr] : [])),
);

/** Asked values that only one of two eIDs with the same root satisfies. */
const VARIANT_ASKED_BY = eidByAcr(EID_PROFILES.filter((each) => each.variantOf !== undefined));

/** Asked values that name more than an eID, with the root of the eID that they ask for. Every other value is its own. */
const ROOT_ASKED_BY: ReadonlyMap<string, string> = new Map(
  EID_PROFILES.flatMap(({ acrValues, root, narrowAcrValues = [] }) =>
    Object.keys(acrValues)
      .filter((acr) => !narrowAcrValues.includes(acr))
      .map((acr) => [acr, root] as const),
  ),
);

function eidByAcr(profiles: readonly Profile[]): ReadonlyMap<string, Eid> {
  return new Map(
    profiles.flatMap(({ acrValues, eid }) =>
      Object.keys(acrValues).map((acr) => [acr, eid] as const),
    ),
  );
}
