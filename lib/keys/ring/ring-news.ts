import type { Forgotten } from './merged-ring.js';

/** What to say of a store that had forgotten something, and was given it again. */
export function restoredProblem({
  lost,
  revoked,
  postponed,
  damaged,
  wasEmpty,
}: Forgotten): string {
  if (wasEmpty) return 'The store of the key ring was empty: it has its keys again';
  if (damaged.length > 0 && [lost, revoked, postponed].every(({ length }) => length === 0))
    return `${damaged.join(', ')} was damaged in the store of the key ring: it is whole there again`;
  const facts = [
    lost.length > 0 ? `${counted(lost)} again` : '',
    revoked.length > 0 ? `what was revoked is so again (${revoked.join(', ')})` : '',
    postponed.length > 0 ? `${counted(postponed)} at the time it was to begin at` : '',
    damaged.length > 0 ? `${counted(damaged)} whole again` : '',
  ].filter((fact) => fact !== '');
  return `The key ring came back older than it was, as from a backup. It has ${facts.join('; ')}. Look through its list, and revoke again what was revoked in the minute before and is not`;
}

/** What to say of a clock that is far from another. */
export function differenceProblem(words: string): string {
  return `${words}: one of them is wrong. Until they agree, this instance removes no key that is needed by either; where it is the clock of the store, it makes none ahead of time and rotates none`;
}

/** What to say of keys that were removed, and that somebody put there again. */
export function returnedProblem(kids: readonly string[]): string {
  return `${kids.join(', ')} was removed from the key ring and is there again: the ring is an old copy, or the clock of this instance or of another is wrong. It is kept for now`;
}

function counted(kids: readonly string[]): string {
  return kids.length === 1 ? 'one key' : `${kids.length} keys`;
}
