import { EID_PROFILES } from '../eids.js';

/** Claims under their compact names. Frozen, nested values too, and without a prototype. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Claims as one shape, whatever the "JWT format" of the Criipto application is: long URI names become
 * compact ones, `"true"` and `"false"` become booleans, and what says nothing (`null`, `"null"`, `""`) is
 * left out, as OpenID Connect Core §5.3.2 asks. Doing it twice changes nothing.
 */
export function normaliseClaims(claims: Readonly<Record<string, unknown>>): Claims {
  if (NORMALISED.has(claims)) return claims;
  const compact: Record<string, unknown> = Object.create(null);
  const renamed: [name: string, value: unknown][] = [];
  for (const [sent, value] of Object.entries(claims)) {
    const name = compactName(sent);
    if (name === sent) add(compact, name, value);
    else renamed.push([name, value]);
  }
  // Last, so that a claim under its own compact name wins in whatever order they came.
  for (const [name, value] of renamed) add(compact, name, value);
  NORMALISED.add(compact);
  return Object.freeze(compact);
}

/** What came out of it, so that nothing is done twice. */
const NORMALISED = new WeakSet<Claims>();

const URI_PREFIXES = [
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/',
  'http://schemas.grean.id/claims/',
];
const SAML_PREFIX = 'dk:gov:saml:attribute:';
const OID_PREFIX = 'urn:oid:';

/** `http://schemas.grean.id/claims/se/ssn` → `ssn`, `dk:gov:saml:attribute:CprNumberIdentifier` → `cprNumberIdentifier`. */
function compactName(name: string): string {
  if (!name.includes(':')) return name;
  if (URI_PREFIXES.some((prefix) => name.startsWith(prefix))) {
    return name.slice(name.lastIndexOf('/') + 1) || name;
  }
  if (name.startsWith(SAML_PREFIX)) return samlName(name.slice(SAML_PREFIX.length)) || name;
  if (name.startsWith(OID_PREFIX)) return name.slice(OID_PREFIX.length) || name;
  return name;
}

/** `UUID` → `uuid`, `LoA` → `loA`, `mitid_risk_data` stays. */
function samlName(name: string): string {
  if (name === name.toUpperCase()) return name.toLowerCase();
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Names that would reach a prototype as soon as somebody copies the claims into an ordinary object. */
const UNSAFE_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** Identifiers of the protocol: compared as they are, so never touched. A subject may well be called "true". */
const VERBATIM = new Set(['iss', 'sub', 'aud', 'azp', 'nonce', 'acr', 'sid', 'jti']);

/** BankID Norway may send an address as JSON inside a string. */
const MAY_BE_JSON = new Set(EID_PROFILES.flatMap(({ jsonClaims = [] }) => jsonClaims));

function add(target: Record<string, unknown>, name: string, value: unknown): void {
  if (UNSAFE_NAMES.has(name) || name in target) return;
  const normalised = VERBATIM.has(name)
    ? // `aud` may be a list.
      ((Array.isArray(value) ? Object.freeze([...value]) : value) ?? undefined)
    : normaliseValue(MAY_BE_JSON.has(name) ? unwrapJson(value) : value);
  if (normalised !== undefined) target[name] = normalised;
}

/** What lies deeper than any claim does is left out, or it could exhaust the stack. */
const DEEPEST = 32;

function normaliseValue(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return undefined;
  if (value === null || value === 'null' || value === '') return undefined;
  if (value === 'true') return true;
  if (value === 'false') return false;
  if (Array.isArray(value)) {
    const items = value.map((item) => normaliseValue(item, depth + 1));
    return Object.freeze(items.filter((item) => item !== undefined));
  }
  if (typeof value !== 'object') return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, item] of Object.entries(value)) {
    const normalised = UNSAFE_NAMES.has(name) ? undefined : normaliseValue(item, depth + 1);
    if (normalised !== undefined) copy[name] = normalised;
  }
  return Object.freeze(copy);
}

function unwrapJson(value: unknown): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
