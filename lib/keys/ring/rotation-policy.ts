import { days, minutes } from '../../common/durations.js';
import type { RotationPolicy } from './key-ring.js';

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
