import type { SigningAlgorithm } from '../algorithms.js';
import {
  activeKey,
  inOrder,
  keyNamed,
  type KeyRecord,
  type KeyState,
  publishedUntil,
  type RotationPolicy,
  stateOf,
} from './key-ring.js';

/** A key of the ring and what becomes of it. Times are seconds since the epoch. */
export interface KeyInRing {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly state: KeyState;
  readonly createdAt: number;
  /** From when on it signs. */
  readonly activatesAt: number;
  /** When it leaves the published keys, if that is known. */
  readonly publishedUntil: number | undefined;
  readonly revokedAt: number | undefined;
}

/** A key that takes over early. */
export interface KeyRotation {
  readonly kid: string;
  /** From when on it signs. */
  readonly activatesAt: number;
  /**
   * Until when the provider may hold a copy of our keys without this one, so that logins may fail.
   * `undefined` when it knows the key before it signs.
   */
  readonly unknownUntil: number | undefined;
}

/** A key that is refused from now on. */
export interface KeyRevocation {
  readonly kid: string;
  /** The key that signs instead. */
  readonly activeKid: string;
  /** Until when the provider may hold a copy of our keys with the revoked one, and accept it: tell the provider. */
  readonly acceptedUntil: number;
  /**
   * Until when the provider may hold a copy of our keys without the one that signs now, so that logins may
   * fail. `undefined` when it knows that key.
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
  return [...inOrder(records), ...revoked].map((record) => {
    const { kid, alg, createdAt, activatesAt, revokedAt } = record;
    const until = publishedUntil(record, records, policy);
    return {
      kid,
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
  { publishLead }: RotationPolicy,
): KeyRotation {
  const { createdAt, activatesAt } = keyNamed(kid, records);
  const known = createdAt + publishLead;
  return { kid, activatesAt, unknownUntil: known > activatesAt ? known : undefined };
}

export function revocationOf(
  kid: string,
  records: readonly KeyRecord[],
  now: number,
  { publishLead }: RotationPolicy,
): KeyRevocation {
  const { revokedAt = now } = keyNamed(kid, records);
  const active = activeKey(records, now);
  const known = (active?.createdAt ?? now) + publishLead;
  return {
    kid,
    activeKid: active?.kid ?? '',
    acceptedUntil: revokedAt + publishLead,
    unknownUntil: known > now ? known : undefined,
  };
}
