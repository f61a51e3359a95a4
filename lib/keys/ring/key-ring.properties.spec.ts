import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { DAY, POLICY } from '../../../test/support/key-records.js';
import { activeKey, type KeyRecord, publishedKeys, stateOf } from './key-ring.js';
import { earlyRotation, nextChange, planOf } from './key-ring-plan.js';

/** Two clocks are this far apart at most. */
const SKEW = 60;
const T = 1_000 * DAY;

type Step =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'rotate'; readonly force: boolean }
  | { readonly kind: 'revoke'; readonly nth: number };

/** Clocks go forth, and now and then back. */
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: wait(0, 40 * DAY) },
    { weight: 3, arbitrary: wait(-2 * DAY, 2 * DAY) },
    fc.record({ kind: fc.constant('rotate' as const), force: fc.boolean() }),
    fc.record({ kind: fc.constant('revoke' as const), nth: fc.nat(5) }),
  ),
  { minLength: 1, maxLength: 40 },
);

function wait(min: number, max: number) {
  return fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min, max }) });
}

/** A ring whose keeper looks at it after every step. */
class Life {
  records: readonly KeyRecord[] = [];
  /** By kid: what may sign before its lead has passed. */
  readonly hurried = new Set<string>();
  now = T;
  private made = 0;

  take(step: Step): void {
    if (step.kind === 'wait') this.now += step.seconds;
    if (step.kind === 'rotate') this.rotate(step.force);
    if (step.kind === 'revoke') this.revoke(step.nth);
    this.maintain();
  }

  private maintain(): void {
    const { successor, remove } = planOf(this.records, this.now, POLICY);
    const usable = this.records.some(({ revokedAt }) => revokedAt === undefined);
    this.records = this.records.filter(({ kid }) => !remove.includes(kid));
    if (successor) {
      const kid = this.make(successor.activatesAt);
      if (!usable) this.hurried.add(kid);
    }
  }

  private rotate(force: boolean): void {
    const { waiting, activatesAt } = earlyRotation(this.records, this.now, POLICY, force);
    this.records = this.records.filter((record) => record !== waiting);
    const kid = this.make(activatesAt, waiting);
    if (force || this.records.length === 1) this.hurried.add(kid);
  }

  private revoke(nth: number): void {
    const revoked = this.records[nth];
    this.records = this.records.map((record) =>
      Object.is(record, revoked) ? Object.assign({}, record, { revokedAt: this.now }) : record,
    );
    // Whatever signs in its place was not planned to.
    for (const { kid } of this.records) this.hurried.add(kid);
  }

  private make(activatesAt: number, from?: KeyRecord): string {
    const kid = from?.kid ?? `key-${(this.made += 1)}`;
    const createdAt = from?.createdAt ?? this.now;
    this.records = [...this.records, { kid, alg: 'RS256', createdAt, activatesAt }];
    return kid;
  }
}

/** Holds after every step of every life. */
function always(check: (life: Life) => void): void {
  fc.assert(
    fc.property(steps, (story) => {
      const life = new Life();
      for (const step of story) {
        life.take(step);
        check(life);
      }
    }),
    { numRuns: 100 },
  );
}

describe('a ring, whatever happens to it and to its clock', () => {
  it('has exactly one active key', () => {
    always(({ records, now }) => {
      const states = records.map((record) => stateOf(record, records, now, POLICY));
      expect(states.filter((state) => state === 'active')).toHaveLength(1);
    });
  });

  it('publishes the active key, first of all', () => {
    always(({ records, now }) => {
      expect(publishedKeys(records, now, POLICY)[0]).toBe(activeKey(records, now));
    });
  });

  it('never signs with a revoked key, and never publishes one', () => {
    always(({ records, now }) => {
      const published = publishedKeys(records, now, POLICY);
      expect(published.filter(({ revokedAt }) => revokedAt !== undefined)).toEqual([]);
    });
  });

  it('signs with a key only after its lead, unless it is the first, forced or an emergency', () => {
    always(({ records, hurried }) => {
      const early = records.filter(
        ({ kid, createdAt, activatesAt }) =>
          !hurried.has(kid) && activatesAt < createdAt + POLICY.publishLead,
      );
      expect(early).toEqual([]);
    });
  });

  it('has instances publish what others sign with, up to a minute apart', () => {
    always(({ records, now }) => {
      for (const skew of [-SKEW, -SKEW / 2, SKEW / 2, SKEW]) {
        const elsewhere = activeKey(records, now + skew);
        expect(publishedKeys(records, now, POLICY)).toContain(elsewhere);
      }
    });
  });

  it('publishes a key until its lag has passed since it could sign last', () => {
    always(({ records, now }) => {
      for (let ago = 0; ago < POLICY.retireLag; ago += POLICY.retireLag / 8) {
        expect(publishedKeys(records, now, POLICY)).toContain(activeKey(records, now - ago));
      }
    });
  });

  it('has nothing left to do after it was looked after', () => {
    always(({ records, now }) => {
      expect(planOf(records, now, POLICY)).toEqual({ successor: undefined, remove: [] });
      expect(nextChange(records, now, POLICY)).toBeGreaterThan(now);
    });
  });

  it('looks the same until its next change', () => {
    always(({ records, now }) => {
      const before = nextChange(records, now, POLICY) - 1;
      expect(publishedKeys(records, before, POLICY)).toEqual(publishedKeys(records, now, POLICY));
      expect(planOf(records, before, POLICY).successor).toBeUndefined();
    });
  });

  it('does not depend on the order of its records', () => {
    always(({ records, now }) => {
      const turned = records.toReversed();
      expect(publishedKeys(turned, now, POLICY)).toEqual(publishedKeys(records, now, POLICY));
    });
  });
});
