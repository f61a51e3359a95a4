import type { AuthEventMap } from '../../events/auth-events.js';
import { type KeyRecord, type KeyState, stateOf } from './key-ring.js';
import type { RotationPolicy } from './rotation-policy.js';

/** The states of the keys in a ring, by `kid`. */
export type KeyStates = ReadonlyMap<string, KeyState>;

export type KeyEventName = Extract<keyof AuthEventMap, `key.${string}`>;

export interface KeyChange {
  readonly name: KeyEventName;
  readonly kid: string;
}

/** A key that waits is nobody's business yet. */
const EVENT_OF: Readonly<Record<Exclude<KeyState, 'waiting'>, KeyEventName>> = {
  published: 'key.published',
  active: 'key.activated',
  retiring: 'key.retired',
  removed: 'key.removed',
  revoked: 'key.revoked',
};

/** What happened between two looks at a ring. */
export function changesBetween(before: KeyStates, after: KeyStates): readonly KeyChange[] {
  const gone = [...before].flatMap(([kid, state]) =>
    after.has(kid) || state === 'removed' || state === 'revoked'
      ? []
      : [{ name: EVENT_OF.removed, kid }],
  );
  const changed = [...after].flatMap(([kid, state]) => {
    const previous = before.get(kid);
    if (previous === state || state === 'waiting') return [];
    // The first key of all is in use at once, and an encryption key is published by that.
    const isNew = (previous === undefined || previous === 'waiting') && state === 'active';
    return [...(isNew ? [EVENT_OF.published] : []), EVENT_OF[state]].map((name) => ({ name, kid }));
  });
  return [...gone, ...changed];
}

export function statesOf(
  records: readonly KeyRecord[],
  now: number,
  policy: RotationPolicy,
): KeyStates {
  return new Map(
    records.map((record) => [record.kid, stateOf(record, records, now, policy)] as const),
  );
}
