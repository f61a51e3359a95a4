import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { DAY, POLICY } from '../../../test/support/key-records.js';
import type { KeyUse } from '../public-jwk.js';
import { earlyRotation, nextChange, planOf } from './key-ring-plan.js';
import {
  activeKey,
  type KeyRecord,
  neededKeys,
  publishedKeys,
  stateOf,
  useOf,
} from './key-ring.js';
import { policyFor } from './rotation-policy.js';

const USES = ['sig', 'enc'] as const;

/** Two clocks are this far apart at most. */
const SKEW = 60;
const T = 1_000 * DAY;

type Step =
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'rotate'; readonly force: boolean; readonly use: KeyUse }
  | { readonly kind: 'revoke'; readonly nth: number };

/** Clocks go forth, and now and then back. */
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: wait(0, 40 * DAY) },
    { weight: 3, arbitrary: wait(-2 * DAY, 2 * DAY) },
    fc.record({
      kind: fc.constant('rotate' as const),
      force: fc.boolean(),
      use: fc.constantFrom(...USES),
    }),
    fc.record({ kind: fc.constant('revoke' as const), nth: fc.nat(5) }),
  ),
  { minLength: 1, maxLength: 40 },
);

function wait(min: number, max: number) {
  return fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min, max }) });
}

/** What somebody was told who asked for a rotation. */
interface Rotated {
  readonly use: KeyUse;
  readonly kid: string;
  /** The key that it takes over from. */
  readonly before: string | undefined;
  readonly activatesAt: number;
}

/** A ring whose keeper looks at it after every step. */
class Life {
  records: readonly KeyRecord[] = [];
  /** By kid: what may sign before its lead has passed. */
  readonly hurried = new Set<string>();
  /** Of the last step, if it was a rotation. */
  rotated: Rotated | undefined;
  now = T;
  private made = 0;

  take(step: Step): void {
    this.rotated = step.kind === 'rotate' ? this.rotate(step.force, step.use) : undefined;
    if (step.kind === 'wait') this.now += step.seconds;
    if (step.kind === 'revoke') this.revoke(step.nth);
    for (const use of USES) this.maintain(use);
  }

  private maintain(use: KeyUse): void {
    const { successor, remove } = planOf(this.records, this.now, POLICY, use);
    const usable = this.records.some(
      (record) => useOf(record) === use && record.revokedAt === undefined,
    );
    this.records = this.records.filter(({ kid }) => !remove.includes(kid));
    if (successor) {
      const kid = this.make(use, successor.activatesAt);
      if (!usable) this.hurried.add(kid);
    }
  }

  private rotate(force: boolean, use: KeyUse): Rotated {
    const before = activeKey(this.records, this.now, use);
    const early = earlyRotation(this.records, this.now, POLICY, force, use);
    const { waiting, activatesAt } = early;
    this.records = early.others;
    const isFirst = !this.records.some((record) => useOf(record) === use);
    const kid = this.make(use, activatesAt, waiting);
    if (force || isFirst) this.hurried.add(kid);
    return { use, kid, before: before?.kid, activatesAt };
  }

  private revoke(nth: number): void {
    const revoked = this.records[nth];
    this.records = this.records.map((record) =>
      Object.is(record, revoked) ? Object.assign({}, record, { revokedAt: this.now }) : record,
    );
    // Whatever signs in its place was not planned to.
    for (const { kid } of this.records) this.hurried.add(kid);
  }

  private make(use: KeyUse, activatesAt: number, from?: KeyRecord): string {
    const kid = from?.kid ?? `key-${(this.made += 1)}`;
    const createdAt = from?.createdAt ?? this.now;
    const kind =
      use === 'sig' ? ({ alg: 'RS256' } as const) : ({ use, alg: 'RSA-OAEP-256' } as const);
    this.records = [...this.records, { kid, ...kind, createdAt, activatesAt }];
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
  it('has exactly one active key of each use', () => {
    always(({ records, now }) => {
      const active = records.filter((each) => stateOf(each, records, now, POLICY) === 'active');
      expect(active.map(useOf).toSorted()).toEqual(['enc', 'sig']);
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

  it('uses a key only after its lead, unless it is the first, forced or an emergency', () => {
    always(({ records, hurried }) => {
      const early = records.filter(
        (record) =>
          !hurried.has(record.kid) &&
          record.activatesAt < record.createdAt + policyFor(useOf(record), POLICY).publishLead,
      );
      expect(early).toEqual([]);
    });
  });

  it('has a key that rotates take over when it was said to, for good', () => {
    always(({ records, rotated }) => {
      if (!rotated) return;
      const { use, kid, before, activatesAt } = rotated;
      expect(activeKey(records, activatesAt, use)?.kid).toBe(kid);
      // No clock that goes on, or that was set back and goes on, finds the last key in use again.
      for (const later of [1, SKEW, POLICY.publishLead, 2 * DAY]) {
        expect(activeKey(records, activatesAt + later, use)?.kid).not.toBe(before);
      }
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
      for (const use of USES) {
        expect(planOf(records, now, POLICY, use)).toEqual({ successor: undefined, remove: [] });
        expect(nextChange(records, now, POLICY, use)).toBeGreaterThan(now);
      }
    });
  });

  it('looks the same until its next change', () => {
    always(({ records, now }) => {
      const before = Math.min(...USES.map((use) => nextChange(records, now, POLICY, use))) - 1;
      expect(publishedKeys(records, before, POLICY)).toEqual(publishedKeys(records, now, POLICY));
      for (const use of USES) {
        expect(planOf(records, before, POLICY, use).successor).toBeUndefined();
      }
    });
  });

  it('does not depend on the order of its records', () => {
    always(({ records, now }) => {
      const turned = records.toReversed();
      expect(publishedKeys(turned, now, POLICY)).toEqual(publishedKeys(records, now, POLICY));
    });
  });

  it('publishes one key to encrypt for, the one in use', () => {
    always(({ records, now }) => {
      const published = publishedKeys(records, now, POLICY).filter(({ use }) => use === 'enc');
      expect(published).toEqual([activeKey(records, now, 'enc')]);
    });
  });

  it('has instances open what was encrypted for the key of others, up to a minute apart', () => {
    always(({ records, now }) => {
      for (const skew of [-SKEW, SKEW]) {
        const elsewhere = activeKey(records, now + skew, 'enc');
        expect(neededKeys(records, now, POLICY, 'enc')).toContain(elsewhere);
      }
    });
  });

  it('opens what was encrypted for a key until the provider forgot it, and the lag has passed', () => {
    const kept = POLICY.publishLead + POLICY.retireLag;
    always(({ records, now }) => {
      for (let ago = 0; ago < kept; ago += kept / 8) {
        const chosen = activeKey(records, now - ago, 'enc');
        expect(neededKeys(records, now, POLICY, 'enc')).toContain(chosen);
      }
    });
  });
});
