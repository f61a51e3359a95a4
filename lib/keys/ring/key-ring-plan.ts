import {
  activeKey,
  inOrder,
  type KeyRecord,
  publishedUntil,
  type RotationPolicy,
} from './key-ring.js';

/** What is to be done to a ring now. */
export interface KeyRingPlan {
  /** A key to be made, and when it is to take over. */
  readonly successor: { readonly activatesAt: number } | undefined;
  /** The kids of keys that nobody needs any more. */
  readonly remove: readonly string[];
}

export function planOf(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): KeyRingPlan {
  return {
    successor: successorOf(records, now, policy),
    remove: records
      .filter((record) => goneAt(record, records, policy) <= now)
      .map(({ kid }) => kid),
  };
}

/** When the ring next looks different, or has something to be done. Not before `now`. */
export function nextChange(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): number {
  const { successor, remove } = planOf(records, now, policy);
  if (successor !== undefined || remove.length > 0) return now;
  const moments = [
    ...records.map((record) => goneAt(record, records, policy)),
    ...inOrder(records).map(({ activatesAt }) => activatesAt),
    successorDueAt(records, policy),
  ];
  return Math.min(...moments.filter((moment) => moment > now));
}

/** The change that takes over as soon as the lead allows, or at once by force. */
export interface EarlyRotation<R extends KeyRecord> {
  /** The key that is brought forward. A new one when there is none. */
  readonly waiting: R | undefined;
  readonly activatesAt: number;
}

export function earlyRotation<R extends KeyRecord>(
  records: readonly R[],
  now: number,
  { publishLead }: RotationPolicy,
  force: boolean,
): EarlyRotation<R> {
  const active = activeKey(records, now);
  const waiting = inOrder(records).find((record) => record !== active && record.activatesAt > now);
  const known = (waiting?.createdAt ?? now) + publishLead;
  // Of two keys that begin in the same second the name would decide.
  const soonest = Math.max(now, (active?.activatesAt ?? 0) < now ? now : now + 1);
  const activatesAt = force ? soonest : Math.max(soonest, known);
  return {
    waiting,
    activatesAt: Math.min(activatesAt, waiting?.activatesAt ?? Infinity),
  };
}

function successorOf(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): KeyRingPlan['successor'] {
  const newest = inOrder(records).at(-1);
  // The first key has nobody to wait for.
  if (newest === undefined) return { activatesAt: now };
  if (now < successorDueAt(records, policy)) return undefined;
  return {
    activatesAt: Math.max(now + policy.publishLead, newest.activatesAt + policy.rotateEvery),
  };
}

function successorDueAt(
  records: readonly KeyRecord[],
  { rotateEvery, publishLead }: RotationPolicy,
): number {
  const newest = inOrder(records).at(-1);
  return newest === undefined ? -Infinity : newest.activatesAt + rotateEvery - publishLead;
}

/** A revoked key is still listed for a while, for whoever looks into what happened. */
function goneAt(record: KeyRecord, records: readonly KeyRecord[], policy: RotationPolicy): number {
  return record.revokedAt === undefined
    ? publishedUntil(record, records, policy)
    : record.revokedAt + policy.retireLag;
}
