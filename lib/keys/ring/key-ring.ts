import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { KEY_ENCRYPTION, SigningAlgorithm } from '../algorithms.js';
import type { KeyUse } from '../public-jwk.js';
import { policyFor, type RotationPolicy } from './rotation-policy.js';

/** What a key of a ring signs with, or is encrypted for with. */
export type KeyAlgorithm = SigningAlgorithm | typeof KEY_ENCRYPTION;

/** A key of a ring, without its material. Times are seconds since the epoch. */
export interface KeyRecord {
  /** The RFC 7638 thumbprint of its public half. */
  readonly kid: string;
  /** Absent for a key that signs. */
  readonly use?: 'enc';
  readonly alg: KeyAlgorithm;
  /** From when on others can know it. */
  readonly createdAt: number;
  /** From when on it is the one in use. */
  readonly activatesAt: number;
  /** From when on it is never used again. */
  readonly revokedAt?: number;
}

/**
 * Made, and not published yet, as the next encryption key is; published and waiting for its time; in use;
 * kept for what it signed, or for what was encrypted for it; not needed any more; or refused for good.
 */
export type KeyState = 'waiting' | 'published' | 'active' | 'retiring' | 'removed' | 'revoked';

// All of this follows from the records and the time alone, so that instances which read the same
// records agree without talking to each other. Keys that sign and keys that decrypt never take over
// from each other: whatever takes a use looks at the keys of that use alone.

export function useOf({ use }: Pick<KeyRecord, 'use'>): KeyUse {
  return use ?? 'sig';
}

/** The key in use: the last whose time has come. When none has, as after a revocation, the first to come. */
export function activeKey<R extends KeyRecord>(
  records: readonly R[],
  now: number,
  use: KeyUse = 'sig',
): R | undefined {
  const usable = inOrder(records, use);
  return usable.findLast(({ activatesAt }) => activatesAt <= now) ?? usable[0];
}

/** The keys that the provider may need: the active one first, then the newest. Of those to encrypt for it gets one, and no choice. */
export function publishedKeys<R extends KeyRecord>(
  records: readonly R[],
  now: number,
  policy: RotationPolicy,
  certain = now,
): readonly R[] {
  const encryption = activeKey(records, now, 'enc');
  return [
    ...neededKeys(records, now, policy, 'sig', certain),
    ...(encryption === undefined ? [] : [encryption]),
  ];
}

/**
 * The keys of one use that still count, the active one first, then the newest.
 *
 * @param certain the time after which a key is not needed, where that of one clock is not enough to say so.
 */
export function neededKeys<R extends KeyRecord>(
  records: readonly R[],
  now: number,
  policy: RotationPolicy,
  use: KeyUse = 'sig',
  certain = now,
): readonly R[] {
  const active = activeKey(records, now, use);
  const others = inOrder(records, use).filter(
    (record) => record !== active && certain < neededUntil(record, records, policy),
  );
  return active === undefined ? [] : [active, ...others.toReversed()];
}

/** When it may go: so long after the next key took over. Never while there is no next key. */
export function neededUntil(
  record: KeyRecord,
  records: readonly KeyRecord[],
  policy: RotationPolicy,
): number {
  const successor = successorOf(record, records);
  const { retireLag } = policyFor(useOf(record), policy);
  return successor === undefined ? Infinity : successor.activatesAt + retireLag;
}

/** When it leaves the published keys. */
export function publishedUntil(
  record: KeyRecord,
  records: readonly KeyRecord[],
  policy: RotationPolicy,
): number {
  if (useOf(record) === 'sig') return neededUntil(record, records, policy);
  return successorOf(record, records)?.activatesAt ?? Infinity;
}

export function stateOf(
  record: KeyRecord,
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): KeyState {
  if (record.revokedAt !== undefined) return 'revoked';
  const use = useOf(record);
  if (activeKey(records, now, use)?.kid === record.kid) return 'active';
  if (now < record.activatesAt) return use === 'sig' ? 'published' : 'waiting';
  return now < neededUntil(record, records, policy) ? 'retiring' : 'removed';
}

/** @throws {CriiptoAuthError} `key_invalid` when there is no such key. */
export function keyNamed<R extends KeyRecord>(kid: string, records: readonly R[]): R {
  const named = records.find((record) => record.kid === kid);
  if (named !== undefined) return named;
  throw new CriiptoAuthError('key_invalid', 'There is no key with this kid in the ring.');
}

/** The keys of one use that are not revoked, in the order in which they take over from each other. */
export function inOrder<R extends KeyRecord>(
  records: readonly R[],
  use: KeyUse = 'sig',
): readonly R[] {
  return records
    .filter((record) => useOf(record) === use && record.revokedAt === undefined)
    .toSorted(compare);
}

function successorOf(record: KeyRecord, records: readonly KeyRecord[]): KeyRecord | undefined {
  return inOrder(records, useOf(record)).find((other) => compare(record, other) < 0);
}

function compare(a: KeyRecord, b: KeyRecord): number {
  if (a.activatesAt !== b.activatesAt) return a.activatesAt - b.activatesAt;
  if (a.kid === b.kid) return 0;
  return a.kid < b.kid ? -1 : 1;
}
