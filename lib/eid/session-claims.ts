import { isJsonObject } from '../common/json.js';
import { normaliseClaims, type Claims } from './normalise-claims.js';

/**
 * The claims that are worth keeping in a session. Left out are the protocol's own, which served their
 * purpose when the token was checked, and the large ones (signatures, evidence, photos, risk data):
 * the session lives in a cookie of 4 kB. `mapUser` sees them all, at login.
 */
export function sessionClaims(claims: Readonly<Record<string, unknown>>): Claims {
  const kept: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(normaliseClaims(claims))) {
    if (!PROTOCOL_ONLY.has(name) && !LARGE.has(name)) kept[name] = withoutLarge(value);
  }
  return Object.freeze(kept);
}

/** Freja's attributes stand deep inside a claim. How deep a claim is was seen to before. */
function withoutLarge(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const kept: Record<string, unknown> = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    if (!LARGE.has(name)) kept[name] = withoutLarge(item);
  }
  return Object.freeze(kept);
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

const LARGE = new Set([
  'evidence', // BankID Sweden
  'ocspResponse', // BankID Sweden
  'mitid_risk_data', // MitID
  'photo', // Freja
  'documentPhoto', // Freja
  'userSignature', // Freja, signing
  'advancedSignature', // Freja, signing
]);
