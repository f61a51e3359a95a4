import type { KeyObject } from 'node:crypto';

import { keyProblem } from '../key-problem.js';

const MINIMUM_RSA_BITS = 2048;

/** What kind of key it is, in the words of JWK (RFC 7518 section 6). */
export interface KeyShape {
  readonly kty: 'RSA' | 'EC' | 'OKP';
  readonly crv?: string;
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** Refuses every kind of key that the library does not use, and RSA that is too short. */
export function keyShape(key: KeyObject): KeyShape {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return rsaShape(key);
    case 'ec':
      return ecShape(key.asymmetricKeyDetails?.namedCurve ?? 'an unnamed curve');
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519' };
    case 'x25519':
      return { kty: 'OKP', crv: 'X25519' };
    case 'rsa-pss':
      throw keyProblem(
        'is an RSA-PSS key, which a JWK cannot express: give a plain RSA key; it can sign PS256 too',
      );
    default:
      throw keyProblem(
        `is ${kindOf(key)} key: give an RSA, EC (P-256, P-384, P-521) or Ed25519 key`,
      );
  }
}

/** Names the shape in messages: "an RSA key", "an EC key on P-256". */
export function describeShape({ kty, crv }: KeyShape): string {
  if (kty === 'RSA') return 'an RSA key';
  return kty === 'EC' ? `an EC key on ${crv}` : `an ${crv} key`;
}

function rsaShape(key: KeyObject): KeyShape {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  // RFC 7518 sections 3.3, 3.5 and 4.3 demand 2048 bits of every use of RSA.
  if (bits < MINIMUM_RSA_BITS) {
    throw keyProblem(`is an RSA key of ${bits} bits: give one of at least ${MINIMUM_RSA_BITS}`);
  }
  return { kty: 'RSA' };
}

function ecShape(namedCurve: string): KeyShape {
  const crv = CURVES[namedCurve];
  if (crv === undefined) {
    throw keyProblem(`is an EC key on ${namedCurve}: give one on P-256, P-384 or P-521`);
  }
  return { kty: 'EC', crv };
}

function kindOf(key: KeyObject): string {
  const type = key.asymmetricKeyType ?? 'unknown';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
