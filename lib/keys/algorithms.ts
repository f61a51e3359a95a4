/** What the library must know of a JWS algorithm to sign with it. */
interface AlgorithmTraits {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  /** The one curve that fits. RSA has none. */
  readonly crv?: string;
  /** The digest of `node:crypto`. EdDSA hashes by itself. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly padding?: 'pkcs1' | 'pss';
  /** Bytes of a raw signature (RFC 7518 section 3.4, RFC 8037 section 3.1). One of RSA is as long as its key. */
  readonly signatureBytes?: number;
}

/** JWS algorithms that the library signs with (RFC 7518 section 3, RFC 8037). Symmetric ones and `none` do not exist here. */
export const SIGNING_ALGORITHMS = {
  RS256: { kty: 'RSA', hash: 'sha256', padding: 'pkcs1' },
  RS384: { kty: 'RSA', hash: 'sha384', padding: 'pkcs1' },
  RS512: { kty: 'RSA', hash: 'sha512', padding: 'pkcs1' },
  PS256: { kty: 'RSA', hash: 'sha256', padding: 'pss' },
  PS384: { kty: 'RSA', hash: 'sha384', padding: 'pss' },
  PS512: { kty: 'RSA', hash: 'sha512', padding: 'pss' },
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', signatureBytes: 64 },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384', signatureBytes: 96 },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512', signatureBytes: 132 },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', hash: null, signatureBytes: 64 },
} as const satisfies Record<string, AlgorithmTraits>;

/** A JWS algorithm that the library signs with. Criipto asks for RS256. */
export type SigningAlgorithm = keyof typeof SIGNING_ALGORITHMS;

export function isSigningAlgorithm(value: unknown): value is SigningAlgorithm {
  return typeof value === 'string' && Object.hasOwn(SIGNING_ALGORITHMS, value);
}

export function algorithmTraits(alg: SigningAlgorithm): AlgorithmTraits {
  return SIGNING_ALGORITHMS[alg];
}

/** The one JWE algorithm that tokens are taken with (RFC 7518 section 4.3): Criipto's own. */
export const KEY_ENCRYPTION = 'RSA-OAEP-256';

/** JWE algorithms whose keys we can publish and open with (RFC 7518 section 4). `RSA1_5` is left out: it leaks. */
export const DECRYPTION_ALGORITHMS: Readonly<Record<'RSA' | 'EC' | 'OKP', readonly string[]>> = {
  RSA: [KEY_ENCRYPTION, 'RSA-OAEP', 'RSA-OAEP-384', 'RSA-OAEP-512'],
  EC: ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'],
  OKP: ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'],
};
