import type { KeyUse } from '../public-jwk.js';
import { ageProblem } from './key-age.js';
import { activeKey, inOrder, type KeyAlgorithm, type KeyRecord } from './key-ring.js';
import { misfitProblem, type Misfits, NO_MISFITS, type WantedKeys } from './misfits.js';
import { policyFor, type RotationPolicy } from './rotation-policy.js';

/** A key that is in use now. Times are seconds since the epoch. */
export interface KeyInUse {
  readonly kid: string;
  readonly use: KeyUse;
  readonly alg: KeyAlgorithm;
  /** Since when it is in use. */
  readonly activatesAt: number;
  /** When the next key takes over, if nobody steps in. */
  readonly rotatesAt: number;
  /** What is to be said of its age, if it has been in use for too long. */
  readonly ageProblem: string | undefined;
  /** What is to be said of it, if it is not as the options ask for. */
  readonly misfit: string | undefined;
}

/** How it stands with a ring of keys, as this instance knows it. */
export interface RingStatus {
  /** Whether its store failed when it was last asked. The keys stay as they were read. */
  readonly isStoreFailing: boolean;
  /** What the options ask of new keys, and so of the next one. */
  readonly asked: WantedKeys;
  readonly keys: readonly KeyInUse[];
}

export function keysInUse(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
  uses: readonly KeyUse[],
  misfits: Misfits = NO_MISFITS,
): readonly KeyInUse[] {
  return uses.flatMap((use) => {
    const active = activeKey(records, now, use);
    if (active === undefined) return [];
    const { kid, alg, activatesAt } = active;
    const successor = inOrder(records, use).find(
      (record) => record !== active && record.activatesAt > now,
    );
    const rotatesAt = successor?.activatesAt ?? activatesAt + policyFor(use, policy).rotateEvery;
    const problems = {
      ageProblem: ageProblem(active, now),
      misfit: misfitProblem(kid, misfits),
    };
    return [{ kid, use, alg, activatesAt, rotatesAt, ...problems }];
  });
}
