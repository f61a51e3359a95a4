import { constants, createPublicKey, verify, type VerifyKeyObjectInput } from 'node:crypto';

import type { PublishedKey } from '../../model/published-key.js';

type Settings = Omit<VerifyKeyObjectInput, 'key'>;

const PSS: Settings = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};
const ECDSA: Settings = { dsaEncoding: 'ieee-p1363' };

/** How each algorithm is verified (RFC 7518 section 3, RFC 8037). */
const ALGORITHMS: Readonly<Record<string, { kty: string; hash?: string; settings: Settings }>> = {
  RS256: { kty: 'RSA', hash: 'sha256', settings: {} },
  PS256: { kty: 'RSA', hash: 'sha256', settings: PSS },
  ES256: { kty: 'EC', hash: 'sha256', settings: ECDSA },
  ES384: { kty: 'EC', hash: 'sha384', settings: ECDSA },
  ES512: { kty: 'EC', hash: 'sha512', settings: ECDSA },
  EdDSA: { kty: 'OKP', settings: {} },
};

/** Whether a key made the signature of a JWT. */
export function isSignedBy(jwt: string, alg: unknown, jwk: PublishedKey): boolean {
  const algorithm = ALGORITHMS[String(alg)];
  if (!algorithm || algorithm.kty !== jwk['kty']) return false;
  const end = jwt.lastIndexOf('.');
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(
      algorithm.hash,
      Buffer.from(jwt.slice(0, end)),
      { ...algorithm.settings, key },
      Buffer.from(jwt.slice(end + 1), 'base64url'),
    );
  } catch {
    return false; // no key, or not one of the algorithm
  }
}
