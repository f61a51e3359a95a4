import { sha256 } from '../crypto/sha256.js';
import { type PublicJwk, toPublicJwk } from './public-jwk.js';

/** A JWK set (RFC 7517 section 5) ready to be sent. */
export interface JwksDocument {
  readonly body: string;
  /** A strong validator, quotes included (RFC 9110 section 8.8.3). */
  readonly etag: string;
}

const documents = new WeakMap<readonly PublicJwk[], JwksDocument>();

/**
 * The JWK set of these keys. Each key passes the list of public members once more, since a
 * `KeyProvider` may come from anywhere.
 *
 * @throws {CriiptoAuthError} `key_invalid` when one is not a public key.
 */
export function jwksDocument(keys: readonly PublicJwk[]): JwksDocument {
  const known = documents.get(keys);
  if (known !== undefined) return known;
  const document = buildDocument(keys);
  // What is frozen through and through can be remembered: nobody can change it any more.
  if (Object.isFrozen(keys) && keys.every((key) => Object.isFrozen(key)))
    documents.set(keys, document);
  return document;
}

function buildDocument(keys: readonly PublicJwk[]): JwksDocument {
  const body = JSON.stringify({ keys: keys.map((key) => toPublicJwk({ ...key })) });
  const etag = `"${sha256(body)}"`;
  return Object.freeze({ body, etag });
}
