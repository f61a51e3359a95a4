import { hours } from '../../common/durations.js';
import type { KeyUse } from '../public-jwk.js';
import { planOf } from './key-ring-plan.js';
import { inOrder, type KeyRecord } from './key-ring.js';
import type { RotationPolicy } from './rotation-policy.js';

/** While an instance runs, nothing that is due waits for longer. */
const GRACE = hours(1);

/**
 * What an instance that starts is to say of a ring that nobody has looked after, if it is one: nobody ran, or it came
 * back from a backup, which an instance that starts cannot tell by anything else.
 */
export function overdueProblem(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
  uses: readonly KeyUse[],
): string | undefined {
  const isOverdue = uses.some(
    (use) =>
      inOrder(records, use).length > 0 &&
      planOf(records, now - GRACE, policy, use).successor !== undefined,
  );
  if (!isOverdue) return undefined;
  return 'The next key of the ring was due more than an hour ago: no instance ran, a clock is wrong, or the ring is an old copy. If it was restored, revoke again what was revoked since that copy was made';
}
