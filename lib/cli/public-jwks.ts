import { jwksDocument } from '../keys/jwks-document.js';
import type { LocalKey } from '../keys/material/local-key.js';
import { StaticKeyProvider } from '../keys/sources/static-keys.js';

/** The JWK set that the application would publish for these keys, as text for people to copy. */
export async function publicJwks(keys: readonly LocalKey[]): Promise<string> {
  const { body } = jwksDocument(await new StaticKeyProvider(keys).publicKeys());
  return `${JSON.stringify(JSON.parse(body), null, 2)}\n`;
}
