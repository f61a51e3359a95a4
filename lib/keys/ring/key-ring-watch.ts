import type { KeyProviderDependencies } from '../key-provider-dependencies.js';
import { ageProblem } from './key-age.js';
import { changesBetween, type KeyEventName, type KeyStates, statesOf } from './key-changes.js';
import { activeKey, type KeyRecord } from './key-ring.js';
import { misfitProblem, type Misfits, NO_MISFITS } from './misfits.js';
import type { RotationPolicy } from './rotation-policy.js';

const IN_WORDS: Readonly<Record<KeyEventName, string>> = {
  'key.published': 'is published',
  'key.activated': 'is the one in use',
  'key.retired': 'is in use no more',
  'key.removed': 'is gone',
  'key.revoked': 'was revoked: it is neither used nor published any more',
};

/** Looks at a ring from time to time, and tells what happened since. What was there at first is no news. */
export class KeyRingWatch {
  private states: KeyStates;
  private told: readonly string[] = [];

  constructor(
    records: readonly KeyRecord[],
    private readonly policy: RotationPolicy,
    private readonly dependencies: KeyProviderDependencies,
  ) {
    this.states = this.statesNow(records);
  }

  look(records: readonly KeyRecord[], misfits: Misfits = NO_MISFITS): void {
    const states = this.statesNow(records);
    const changes = changesBetween(this.states, states);
    this.states = states;
    for (const { name, kid } of changes) {
      this.dependencies.events.emit(name, { kid });
      this.dependencies.note(`The key ${kid} ${IN_WORDS[name]}`);
    }
    this.tellProblems(records, misfits);
  }

  private statesNow(records: readonly KeyRecord[]): KeyStates {
    return statesOf(records, this.dependencies.clock.seconds(), this.policy);
  }

  /** Of the keys in use, each once. */
  private tellProblems(records: readonly KeyRecord[], misfits: Misfits): void {
    const now = this.dependencies.clock.seconds();
    const problems = (['sig', 'enc'] as const).flatMap((use) => {
      const active = activeKey(records, now, use);
      if (active === undefined) return [];
      return [ageProblem(active, now), misfitProblem(active.kid, misfits)].filter(
        (problem) => problem !== undefined,
      );
    });
    for (const problem of problems) {
      if (!this.told.includes(problem)) this.dependencies.report(problem);
    }
    this.told = problems;
  }
}
