import { keyProblem } from './key-problem.js';
import { kidProblem } from './kid.js';

/** What a key is for: to sign, or to encrypt for whoever has its private half. */
export type KeyUse = 'sig' | 'enc';

/** A public key as published in a JWK set (RFC 7517): never a private member. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid: string;
  readonly use: KeyUse;
  readonly alg: string;
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
}

/** The members that make a public key, by type (RFC 7518 section 6, RFC 8037 section 2). All are required. */
const PUBLIC_MEMBERS = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
} as const;

/**
 * The public half of a JWK, built from a list of what may be published: whatever else the value holds
 * stays behind.
 *
 * @throws {CriiptoAuthError} `key_invalid` when it is no public key, or lacks `kid`, `use` or `alg`.
 */
export function toPublicJwk(jwk: Readonly<Record<string, unknown>>): PublicJwk {
  const { kty, kid, use, alg } = jwk;
  if (!isKeyType(kty)) throw keyProblem('is not an RSA, EC or OKP key in JWK form');
  if (typeof kid !== 'string' || kid === '') throw keyProblem('has no "kid"');
  const misnamed = kidProblem(kid);
  if (misnamed !== undefined) throw keyProblem(misnamed);
  if (use !== 'sig' && use !== 'enc') throw keyProblem('has no "use": write "sig" or "enc"');
  if (typeof alg !== 'string' || alg === '') throw keyProblem('has no "alg"');
  return Object.freeze({ kty, ...publicMembers(kty, jwk), kid, use, alg });
}

function publicMembers(
  kty: keyof typeof PUBLIC_MEMBERS,
  jwk: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PUBLIC_MEMBERS[kty].map((member) => {
      const value = jwk[member];
      if (typeof value !== 'string' || !/^[\w-]+$/.test(value)) {
        throw keyProblem(`has no "${member}", or one that is not base64url`);
      }
      return [member, value];
    }),
  );
}

function isKeyType(kty: unknown): kty is keyof typeof PUBLIC_MEMBERS {
  return typeof kty === 'string' && Object.hasOwn(PUBLIC_MEMBERS, kty);
}
