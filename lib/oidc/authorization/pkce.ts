import { sha256 } from '../../crypto/sha256.js';

/** The S256 challenge of a verifier (RFC 7636 section 4.2). */
export function codeChallenge(verifier: string): string {
  return sha256(verifier);
}
