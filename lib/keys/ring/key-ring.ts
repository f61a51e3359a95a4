import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { SigningAlgorithm } from '../algorithms.js';

/** A key of a ring, without its material. Times are seconds since the epoch. */
export interface KeyRecord {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly createdAt: number;
  /** From when on it signs. */
  readonly activatesAt: number;
  readonly revokedAt?: number;
}

/** The periods of a ring, in seconds. */
export interface RotationPolicy {
  /** How long a key signs before the next one takes over. */
  readonly rotateEvery: number;
  /** How long a key is published before it signs. */
  readonly publishLead: number;
  /** How long a key stays published after the next one took over. */
  readonly retireLag: number;
}

/**
 * Published and waiting for its time; signing; published only for what it signed; not published any
 * more; or refused for good.
 */
export type KeyState = 'published' | 'active' | 'retiring' | 'removed' | 'revoked';

// All of this follows from the records and the time alone, so that instances which read the same
// records agree without talking to each other.

/** The key that signs: the last whose time has come. When none has, as after a revocation, the first to come. */
export function activeKey<R extends KeyRecord>(records: readonly R[], now: number): R | undefined {
  const usable = inOrder(records);
  return usable.findLast(({ activatesAt }) => activatesAt <= now) ?? usable[0];
}

/** The keys that the provider may need, the active one first, then the newest. */
export function publishedKeys<R extends KeyRecord>(
  records: readonly R[],
  now: number,
  policy: RotationPolicy,
): readonly R[] {
  const active = activeKey(records, now);
  const others = inOrder(records).filter(
    (record) => record !== active && now < publishedUntil(record, records, policy),
  );
  return active === undefined ? [] : [active, ...others.toReversed()];
}

/** When it may go: so long after the next key took over. Never while there is no next key. */
export function publishedUntil(
  record: KeyRecord,
  records: readonly KeyRecord[],
  { retireLag }: RotationPolicy,
): number {
  const successor = inOrder(records).find((other) => compare(record, other) < 0);
  return successor === undefined ? Infinity : successor.activatesAt + retireLag;
}

export function stateOf(
  record: KeyRecord,
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): KeyState {
  if (record.revokedAt !== undefined) return 'revoked';
  if (activeKey(records, now)?.kid === record.kid) return 'active';
  if (now < record.activatesAt) return 'published';
  return now < publishedUntil(record, records, policy) ? 'retiring' : 'removed';
}

/** Errors: `key_invalid` when there is no such key. */
export function keyNamed<R extends KeyRecord>(kid: string, records: readonly R[]): R {
  const named = records.find((record) => record.kid === kid);
  if (named !== undefined) return named;
  throw new CriiptoAuthError('key_invalid', 'There is no key with this kid in the ring.');
}

/** The keys that are not revoked, in the order in which they sign. */
export function inOrder<R extends KeyRecord>(records: readonly R[]): readonly R[] {
  return records.filter(({ revokedAt }) => revokedAt === undefined).toSorted(compare);
}

function compare(a: KeyRecord, b: KeyRecord): number {
  if (a.activatesAt !== b.activatesAt) return a.activatesAt - b.activatesAt;
  if (a.kid === b.kid) return 0;
  return a.kid < b.kid ? -1 : 1;
}
