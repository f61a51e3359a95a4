import type { Mechanism, RsaPSS } from 'pkcs11js';

import {
  CK_PARAMS_RSA_PSS,
  CKG_MGF1_SHA256,
  CKK_EC,
  CKK_RSA,
  CKM_ECDSA,
  CKM_SHA256,
  CKM_SHA256_RSA_PKCS,
  CKM_SHA256_RSA_PKCS_PSS,
} from './cryptoki.js';

export type Pkcs11Algorithm = 'RS256' | 'PS256' | 'ES256';

interface TokenAlgorithm {
  readonly keyType: number;
  readonly mechanism: Mechanism;
  /** What the mechanism signs: few tokens hash for ECDSA, all do for RSA. */
  readonly mode: 'digest' | 'message';
}

/** RFC 7518 section 3.5: the salt is as long as the hash. */
const PSS_SHA256: RsaPSS = {
  type: CK_PARAMS_RSA_PSS,
  hashAlg: CKM_SHA256,
  mgf: CKG_MGF1_SHA256,
  saltLen: 32,
};

/** How a token is asked for what JOSE calls by these names. */
export const PKCS11_ALGORITHMS: Readonly<Record<Pkcs11Algorithm, TokenAlgorithm>> = {
  RS256: {
    keyType: CKK_RSA,
    mechanism: { mechanism: CKM_SHA256_RSA_PKCS },
    mode: 'message',
  },
  PS256: {
    keyType: CKK_RSA,
    mechanism: {
      mechanism: CKM_SHA256_RSA_PKCS_PSS,
      parameter: PSS_SHA256,
    },
    mode: 'message',
  },
  ES256: {
    keyType: CKK_EC,
    mechanism: { mechanism: CKM_ECDSA },
    mode: 'digest',
  },
};
