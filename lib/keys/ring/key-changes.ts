import type { AuthEventMap } from '../../events/auth-events.js';
import { type KeyRecord, type KeyState, type RotationPolicy, stateOf } from './key-ring.js';

/** The states of the keys in a ring, by `kid`. */
export type KeyStates = ReadonlyMap<string, KeyState>;

export type KeyEventName = Extract<keyof AuthEventMap, `key.${string}`>;

export interface KeyChange {
  readonly name: KeyEventName;
  readonly kid: string;
}

const EVENT_OF: Readonly<Record<KeyState, KeyEventName>> = {
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
    if (previous === state) return [];
    // The first key of all signs at once, and is published by that.
    const isNew = previous === undefined && state === 'active';
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
