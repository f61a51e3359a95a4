import { constants, type KeyObject } from 'node:crypto';

import { algorithmTraits, type SigningAlgorithm } from './algorithms.js';

/** A key together with how JOSE wants it used, for `sign` and for `verify` of `node:crypto`. */
export interface SignatureInput {
  readonly key: KeyObject;
  readonly padding?: number;
  readonly saltLength?: number;
  readonly dsaEncoding?: 'ieee-p1363';
}

export function signatureInput(key: KeyObject, alg: SigningAlgorithm): SignatureInput {
  const { kty, padding } = algorithmTraits(alg);
  if (padding === 'pss') {
    // RFC 7518 section 3.5: the salt is as long as the digest; MGF1 uses the same hash, as is OpenSSL's default.
    return {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
  }
  // RFC 7518 section 3.4: r || s, not the DER that OpenSSL gives by default.
  return kty === 'EC' ? { key, dsaEncoding: 'ieee-p1363' } : { key };
}
