import { days } from '../../common/durations.js';
import type { KeyUse } from '../public-jwk.js';
import { activeKey, inOrder, type KeyRecord, neededUntil, useOf } from './key-ring.js';
import { type Misfits, NO_MISFITS } from './misfits.js';
import type { RingMoment } from './ring-clock.js';
import { policyFor, type RotationPolicy } from './rotation-policy.js';

/** Longer than copies are kept that somebody may restore. A record without its key takes 200 bytes. */
const REVOKED_SECONDS = 2 * days(365);

/** What is to be done now to the keys of one use. */
export interface KeyRingPlan {
  /** A key to be made, and when it is to take over. */
  readonly successor: { readonly activatesAt: number } | undefined;
  /** The kids of keys that nobody needs any more. */
  readonly remove: readonly string[];
}

/** @param certain the time by which keys are removed, which cannot be taken back. That of everything else by default. */
export function planOf(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
  use: KeyUse = 'sig',
  certain = now,
  misfits: Misfits = NO_MISFITS,
): KeyRingPlan {
  return {
    successor: successorFor(use, records, now, policy, misfits),
    remove: records
      .filter((record) => useOf(record) === use && goneAt(record, records, policy) <= certain)
      .map(({ kid }) => kid),
  };
}

/** What is to be done where clocks may not agree: then no key is planned by either, and what nobody can do without is made at once. */
export function planAt(
  records: readonly KeyRecord[],
  { now, certain, earliest, dispute }: RingMoment,
  policy: RotationPolicy,
  use: KeyUse,
  misfits: Misfits = NO_MISFITS,
): KeyRingPlan {
  if (dispute === undefined) return planOf(records, now, policy, use, certain, misfits);
  const plan = planOf(records, earliest, policy, use, certain, misfits);
  return inOrder(records, use).length === 0 ? plan : { ...plan, successor: undefined };
}

/** When the keys of one use next look different, or have something to be done. Not before `now`. */
export function nextChange(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
  use: KeyUse = 'sig',
  certain = now,
  misfits: Misfits = NO_MISFITS,
): number {
  const { successor, remove } = planOf(records, now, policy, use, certain, misfits);
  if (successor !== undefined || remove.length > 0) return now;
  const own = records.filter((record) => useOf(record) === use);
  const moments = [
    ...own.map((record) => goneAt(record, records, policy)),
    ...inOrder(own, use).map(({ activatesAt }) => activatesAt),
    successorDueAt(use, records, policy),
  ];
  return Math.min(...moments.filter((moment) => moment > now));
}

/** The change that takes over as soon as the lead allows, or at once by force. */
export interface EarlyRotation<R extends KeyRecord> {
  /** The key that is brought forward. A new one when there is none. */
  readonly waiting: R | undefined;
  readonly activatesAt: number;
  /** The other keys, of which none in use begins after it. */
  readonly others: readonly R[];
}

export function earlyRotation<R extends KeyRecord>(
  records: readonly R[],
  now: number,
  policy: RotationPolicy,
  force: boolean,
  use: KeyUse = 'sig',
): EarlyRotation<R> {
  const { publishLead } = policyFor(use, policy);
  const active = activeKey(records, now, use);
  const waiting = inOrder(records, use).find(
    (record) => record !== active && record.activatesAt > now,
  );
  const known = (waiting?.createdAt ?? now) + publishLead;
  // Of two keys that begin in the same second the name would decide.
  const soonest = (active?.activatesAt ?? 0) < now ? now : now + 1;
  const activatesAt = Math.min(
    force ? soonest : Math.max(soonest, known),
    waiting?.activatesAt ?? Infinity,
  );
  // One that began by a clock ahead of this one would take over again when this one gets there.
  const begun = (record: R): R =>
    record === active && record.activatesAt >= activatesAt
      ? { ...record, activatesAt: activatesAt - 1 }
      : record;
  const others = records.filter((record) => record !== waiting).map(begun);
  return { waiting, activatesAt, others };
}

/** When it leaves the ring. Of a revoked key the record stays for long, and refuses it in any older copy of the ring. */
export function goneAt(
  record: KeyRecord,
  records: readonly KeyRecord[],
  policy: RotationPolicy,
): number {
  const { revokedAt, activatesAt } = record;
  if (revokedAt === undefined) return neededUntil(record, records, policy);
  // Whoever revoked it may have had a clock that was years behind.
  return Math.max(revokedAt, activatesAt) + REVOKED_SECONDS;
}

function successorFor(
  use: KeyUse,
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
  misfits: Misfits,
): KeyRingPlan['successor'] {
  const newest = inOrder(records, use).at(-1);
  // The first key has nobody to wait for.
  if (newest === undefined) return { activatesAt: now };
  const { publishLead, rotateEvery } = policyFor(use, policy);
  // Never beside one that waits: of instances with different options each would make keys for ever.
  if (misfits.has(newest.kid) && newest.activatesAt <= now)
    return { activatesAt: now + publishLead };
  if (now < successorDueAt(use, records, policy)) return undefined;
  return { activatesAt: Math.max(now + publishLead, newest.activatesAt + rotateEvery) };
}

function successorDueAt(
  use: KeyUse,
  records: readonly KeyRecord[],
  policy: RotationPolicy,
): number {
  const newest = inOrder(records, use).at(-1);
  const { rotateEvery, publishLead } = policyFor(use, policy);
  return newest === undefined ? -Infinity : newest.activatesAt + rotateEvery - publishLead;
}
