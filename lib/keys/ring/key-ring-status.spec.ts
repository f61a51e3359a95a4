import { describe, expect, it } from '@jest/globals';

import { aKey, DAY, POLICY } from '../../../test/support/key-records.js';
import { keysInUse } from './key-ring-status.js';

const inUse = (records: Parameters<typeof keysInUse>[0], now: number) =>
  keysInUse(records, now, POLICY, ['sig']);

describe('keysInUse', () => {
  it('has the key that signs, and when the period of it is over', () => {
    expect(inUse([aKey('a', 0)], 10 * DAY)).toEqual([
      {
        kid: 'a',
        use: 'sig',
        alg: 'RS256',
        activatesAt: 0,
        rotatesAt: 90 * DAY,
        ageProblem: undefined,
      },
    ]);
  });

  it('knows when the next key takes over, once there is one', () => {
    const [key] = inUse([aKey('a', 0), aKey('b', 91 * DAY)], 90 * DAY);
    expect(key).toMatchObject({ kid: 'a', rotatesAt: 91 * DAY });
  });

  it('leaves out revoked keys', () => {
    const [key] = inUse([aKey('a', 0, { revokedAt: DAY }), aKey('b', 91 * DAY)], 2 * DAY);
    expect(key).toMatchObject({ kid: 'b', rotatesAt: 181 * DAY });
  });

  it('warns of a key that has been in use for too long', () => {
    const [key] = inUse([aKey('a', 0)], 292 * DAY);
    expect(key?.ageProblem).toContain('292 days');
  });

  it('has a key for each use', () => {
    const records = [aKey('a', 0), aKey('e', DAY, { use: 'enc', alg: 'RSA-OAEP-256' })];
    const keys = keysInUse(records, 2 * DAY, POLICY, ['sig', 'enc']);
    expect(keys.map(({ kid, use }) => [kid, use])).toEqual([
      ['a', 'sig'],
      ['e', 'enc'],
    ]);
  });

  it('has none of an empty ring', () => {
    expect(inUse([], 0)).toEqual([]);
  });
});
