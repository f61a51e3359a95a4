import { isJsonObject, type JsonObject } from '../../common/json.js';
import { EID_PROFILES } from '../eids.js';
import { normaliseClaims } from './normalise-claims.js';

/**
 * The claims that are worth keeping in a session. Left out are the protocol's own, which served their
 * purpose when the token was checked, and the large ones (signatures, evidence, photos, risk data):
 * the session lives in a cookie of 4 kB. `mapUser` sees them all, at login.
 */
export function sessionClaims(claims: JsonObject): JsonObject {
  return without(LEFT_OUT, normaliseClaims(claims));
}

/** Freja's attributes stand deep inside a claim, where only size counts. How deep a claim is was seen to before. */
function without(left: ReadonlySet<string>, claims: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  // Objects without a prototype: `Object.entries` takes three times as long for them.
  for (const name of Object.keys(claims)) {
    if (left.has(name)) continue;
    const value = claims[name];
    kept[name] = isJsonObject(value) ? without(LARGE, value) : value;
  }
  return kept;
}

const PROTOCOL_ONLY = new Set([
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'exp',
  'iat',
  'nbf',
  'jti',
  'aud',
  'azp',
]);

const LARGE: ReadonlySet<string> = new Set(
  EID_PROFILES.flatMap(({ largeClaims = [] }) => largeClaims),
);
const LEFT_OUT: ReadonlySet<string> = new Set([...PROTOCOL_ONLY, ...LARGE]);
