import { minutes } from '../../common/durations.js';
import { goneAt } from './key-ring-plan.js';
import type { StoredKey } from './key-ring.store.js';
import type { RotationPolicy } from './rotation-policy.js';

/** What a copy of the ring had forgotten that was known, by kid. */
export interface Forgotten {
  /** Whether it had no key at all. */
  readonly wasEmpty: boolean;
  /** Keys that it had lost. */
  readonly lost: readonly string[];
  /** Keys that it would have used again. */
  readonly revoked: readonly string[];
  /** Keys that were to take over later than they do. */
  readonly postponed: readonly string[];
  /** Keys whose private half is not what it was. */
  readonly damaged: readonly string[];
}

export interface MergedRing {
  readonly keys: readonly StoredKey[];
  /** Whether the copy holds all of that. */
  readonly isComplete: boolean;
  /** What somebody should hear of. */
  readonly forgotten: Forgotten | undefined;
}

type Keys = readonly StoredKey[];

/** Others may have removed a key, rightly, a little before its time has come by the clock of this process. */
const TOLERANCE = minutes(2);

/**
 * A ring as it was read, with what is known of it beside. Keys that are only known are left out when their time is
 * over.
 *
 * @param latest the time, by the clock that is ahead.
 */
export function mergedWith(
  known: Keys,
  loaded: Keys,
  latest: number,
  policy: RotationPolicy,
): MergedRing {
  const joined = joinOf(wholeAsIn(known, loaded), known);
  const read = new Map(loaded.map((key) => [key.kid, key]));
  const keys = joined.filter(
    (key) => read.has(key.kid) || goneAt(key, joined, policy) > latest + TOLERANCE,
  );
  const isComplete =
    keys.length === loaded.length && keys.every((key) => isSame(key, read.get(key.kid)));
  const kids = (isOne: (key: StoredKey, was: StoredKey | undefined) => boolean) =>
    keys.filter((key) => isOne(key, read.get(key.kid))).map(({ kid }) => kid);
  const lists = {
    // A revoked key that is not there harms nobody. 0.1.0 removes it after a day.
    lost: kids((key, was) => was === undefined && key.revokedAt === undefined),
    revoked: kids(
      (key, was) => was !== undefined && was.revokedAt === undefined && key.revokedAt !== undefined,
    ),
    postponed: kids((key, was) => was !== undefined && key.activatesAt < was.activatesAt),
    damaged: kids(
      (key, was) =>
        was !== undefined && key.revokedAt === undefined && key.privateKey !== was.privateKey,
    ),
  };
  const hasForgotten = Object.values(lists).some(({ length }) => length > 0);
  return {
    keys: isComplete ? loaded : keys,
    isComplete,
    forgotten: hasForgotten ? { wasEmpty: loaded.length === 0, ...lists } : undefined,
  };
}

/** Nobody writes the private key of a record anew, unless to refuse it: one that differs was damaged. */
function wholeAsIn(known: Keys, loaded: Keys): Keys {
  const whole = new Map(known.map(({ kid, privateKey }) => [kid, privateKey]));
  return loaded.map((key) => {
    const privateKey = key.revokedAt === undefined ? whole.get(key.kid) : undefined;
    return privateKey === undefined ? key : { ...key, privateKey };
  });
}

/**
 * What two copies of a ring say together: all their keys, each as it was changed last. Every change of a record goes
 * one way: `activatesAt` only ever comes forward, a revocation stays, and its key goes. So it needs no count of changes
 * to tell which copy is older, and copies that are joined in any order, however often, become the same.
 */
export function joinOf(one: Keys, other: Keys): Keys {
  const joined = new Map<string, StoredKey>();
  for (const key of [...one, ...other]) {
    const same = joined.get(key.kid);
    joined.set(key.kid, withoutRevoked(same === undefined ? key : joinOfKeys(same, key)));
  }
  return [...joined.values()];
}

function joinOfKeys(one: StoredKey, other: StoredKey): StoredKey {
  const [latest] = [one, other].toSorted(byLastChange);
  const moments = [one.revokedAt, other.revokedAt].filter((moment) => moment !== undefined);
  const key = latest ?? one;
  return moments.length === 0 ? key : { ...key, revokedAt: Math.min(...moments) };
}

/** Nobody opens it any more. */
function withoutRevoked(key: StoredKey): StoredKey {
  return key.revokedAt === undefined || key.privateKey === '' ? key : { ...key, privateKey: '' };
}

function byLastChange(one: StoredKey, other: StoredKey): number {
  if (one.activatesAt !== other.activatesAt) return one.activatesAt - other.activatesAt;
  // Any order will do, as long as it is one for all.
  const [first, second] = [rankOf(one), rankOf(other)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function rankOf({ privateKey, ...record }: StoredKey): string {
  return JSON.stringify([{ ...record, revokedAt: undefined }, privateKey]);
}

function isSame(one: StoredKey, other: StoredKey | undefined): boolean {
  return (
    one.activatesAt === other?.activatesAt &&
    one.revokedAt === other.revokedAt &&
    one.privateKey === other.privateKey
  );
}
