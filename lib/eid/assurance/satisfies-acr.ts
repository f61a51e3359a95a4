import { AGE_VERIFICATION_ACR, CRIIPTO_ACR, isWithin } from '../acr-values.js';
import { documentedLevel, isAtLeast } from '../claims/assurance-level.js';
import type { CriiptoUser } from '../user/criipto-user.js';

/**
 * Whether a login satisfies one of the acr values that were asked for. Without a pushed or signed request
 * the user can edit the authorization URL and pick a weaker eID, so this is checked after every login.
 *
 * - The eID must be the one asked for. How its app was reached (`se:bankid:same-device`, `…:qr`) does not
 *   matter; `fi:all` takes each Finnish one.
 * - The level must be at least the one that Criipto documents for the value asked for: plain `no:bankid`
 *   means high. For MitID the level reached counts, so high satisfies substantial.
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
  if (asked === AGE_VERIFICATION_ACR) return user.eid === 'age-verification';
  if (user.acr === undefined || user.eid === 'age-verification') return false;
  if (!asked.startsWith(`${CRIIPTO_ACR}:`)) return user.acr === asked;

  if (!isWithin(user.acr, eidAskedBy(asked))) return false;
  if (asked === `${CRIIPTO_ACR}:dk:mitid:business`) return user.eid === 'mitid-business';
  const level = documentedLevel(asked);
  return level === undefined || isAtLeast(user.level, level);
}

/** Asked values that name more than an eID, with the eID that they ask for. Every other value is its own. */
const EID_ASKED_BY: ReadonlyMap<string, string> = new Map([
  [`${CRIIPTO_ACR}:dk:mitid:low`, `${CRIIPTO_ACR}:dk:mitid`],
  [`${CRIIPTO_ACR}:dk:mitid:substantial`, `${CRIIPTO_ACR}:dk:mitid`],
  [`${CRIIPTO_ACR}:dk:mitid:high`, `${CRIIPTO_ACR}:dk:mitid`],
  [`${CRIIPTO_ACR}:dk:mitid:business`, `${CRIIPTO_ACR}:dk:mitid`],
  [`${CRIIPTO_ACR}:se:bankid:same-device`, `${CRIIPTO_ACR}:se:bankid`],
  [`${CRIIPTO_ACR}:se:bankid:another-device`, `${CRIIPTO_ACR}:se:bankid`],
  [`${CRIIPTO_ACR}:se:bankid:another-device:qr`, `${CRIIPTO_ACR}:se:bankid`],
  [`${CRIIPTO_ACR}:no:bankid:high`, `${CRIIPTO_ACR}:no:bankid`],
  [`${CRIIPTO_ACR}:no:bankid:substantial`, `${CRIIPTO_ACR}:no:bankid`],
  [`${CRIIPTO_ACR}:fi:all`, `${CRIIPTO_ACR}:fi`],
]);

function eidAskedBy(asked: string): string {
  return EID_ASKED_BY.get(asked) ?? asked;
}
