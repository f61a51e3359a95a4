import type { KeyUse } from '../public-jwk.js';
import {
  activeKey,
  inOrder,
  keyNamed,
  type KeyAlgorithm,
  type KeyRecord,
  type KeyState,
  publishedUntil,
  stateOf,
  useOf,
} from './key-ring.js';
import { policyFor, type RotationPolicy } from './rotation-policy.js';

/** A key of the ring and what becomes of it. Times are seconds since the epoch. */
export interface KeyInRing {
  /** The RFC 7638 thumbprint of its public half. */
  readonly kid: string;
  readonly use: KeyUse;
  readonly alg: KeyAlgorithm;
  readonly state: KeyState;
  /** When it was made. */
  readonly createdAt: number;
  /** From when on it is the one in use. */
  readonly activatesAt: number;
  /** When it leaves the published keys, if that is known. */
  readonly publishedUntil: number | undefined;
  /** When it was refused for good, if it was. */
  readonly revokedAt: number | undefined;
}

/** A key that takes over early. Times are seconds since the epoch. */
export interface KeyRotation {
  /** The key that takes over. */
  readonly kid: string;
  /** From when on it is the one in use. */
  readonly activatesAt: number;
  /**
   * Until when somebody may not know this key, so that logins may fail: the provider, or of an encryption
   * key another instance. `undefined` when all know it before it is used.
   */
  readonly unknownUntil: number | undefined;
}

/** A key that is refused from now on. Times are seconds since the epoch. */
export interface KeyRevocation {
  /** The key that is refused. */
  readonly kid: string;
  /** The key that is used instead. */
  readonly activeKid: string;
  /** Until when the provider may hold a copy of our keys with the revoked one, and accept it or encrypt for it: tell the provider. */
  readonly acceptedUntil: number;
  /**
   * Until when the provider may hold a copy of our keys that does not fit, so that logins may fail: one
   * without the key that signs now, or with the one to encrypt for. `undefined` when its copy fits.
   */
  readonly unknownUntil: number | undefined;
}

/** Without their material. */
export function keysInRing(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): readonly KeyInRing[] {
  const revoked = records.filter(({ revokedAt }) => revokedAt !== undefined);
  return [...inOrder(records, 'sig'), ...inOrder(records, 'enc'), ...revoked].map((record) => {
    const { kid, alg, createdAt, activatesAt, revokedAt } = record;
    const until = publishedUntil(record, records, policy);
    return {
      kid,
      use: useOf(record),
      alg,
      state: stateOf(record, records, now, policy),
      createdAt,
      activatesAt,
      publishedUntil: revokedAt ?? (Number.isFinite(until) ? until : undefined),
      revokedAt,
    };
  });
}

export function rotationOf(
  kid: string,
  records: readonly KeyRecord[],
  policy: RotationPolicy,
): KeyRotation {
  const key = keyNamed(kid, records);
  const { createdAt, activatesAt } = key;
  const known = createdAt + policyFor(useOf(key), policy).publishLead;
  return { kid, activatesAt, unknownUntil: known > activatesAt ? known : undefined };
}

export function revocationOf(
  kid: string,
  records: readonly KeyRecord[],
  now: number,
  { publishLead }: RotationPolicy,
): KeyRevocation {
  const revoked = keyNamed(kid, records);
  const { revokedAt = now } = revoked;
  const use = useOf(revoked);
  const active = activeKey(records, now, use);
  // It takes our signature once it has seen that key, and encrypts for the revoked one until it looks again.
  const known = (use === 'sig' ? (active?.createdAt ?? now) : revokedAt) + publishLead;
  return {
    kid,
    activeKid: active?.kid ?? '',
    acceptedUntil: revokedAt + publishLead,
    unknownUntil: known > now ? known : undefined,
  };
}
