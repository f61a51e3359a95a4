import { days, minutes } from '../../common/durations.js';
import type { KeyUse } from '../public-jwk.js';

/** The periods of a ring, in seconds. */
export interface RotationPolicy {
  /** How long a key is in use before the next one takes over. */
  readonly rotateEvery: number;
  /** How long a key is known before it is used. */
  readonly publishLead: number;
  /** How long a key is kept after the next one took over. */
  readonly retireLag: number;
}

/** The periods as an application writes them. */
export const DEFAULT_PERIODS: RotationPolicy = {
  rotateEvery: days(90),
  publishLead: days(1),
  retireLag: days(1),
};

/** How long it takes until every instance acts on a change: a minute to read it, and a minute between clocks. */
const SETTLING = minutes(2);

/** What holds for the provider, and so for the last instance to act. */
export function rotationPolicy(periods: RotationPolicy): RotationPolicy {
  return {
    rotateEvery: periods.rotateEvery,
    publishLead: periods.publishLead + SETTLING,
    retireLag: periods.retireLag + SETTLING,
  };
}

/**
 * What holds for keys of one use. The provider is the one that uses an encryption key, so that only our
 * instances have to know it before; and it may use the last one for as long as it keeps its copy.
 */
export function policyFor(use: KeyUse, policy: RotationPolicy): RotationPolicy {
  if (use === 'sig') return policy;
  return {
    ...policy,
    publishLead: SETTLING,
    retireLag: policy.publishLead + policy.retireLag,
  };
}
