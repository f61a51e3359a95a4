import type { KeyRecord } from '../../lib/keys/ring/key-ring.js';
import type { RotationPolicy } from '../../lib/keys/ring/rotation-policy.js';

export const DAY = 86_400;

export const POLICY: RotationPolicy = { rotateEvery: 90 * DAY, publishLead: DAY, retireLag: DAY };

/** A key that was made when it had to be. */
export function aKey(
  kid: string,
  activatesAt: number,
  members: Partial<KeyRecord> = {},
): KeyRecord {
  return {
    kid,
    alg: 'RS256',
    createdAt: activatesAt - POLICY.publishLead,
    activatesAt,
    ...members,
  };
}
