import { processWide } from '../copies/process-wide.js';

/** Out of sight of whoever prints an error, and seen by every copy of this package: another one may answer it. */
const WAYS_BACK = processWide('ways-back', () => new WeakMap<object, string>());

/** Notes the path of this application where a browser goes back to, after what became of a login. */
export function noteWayBack(outcome: unknown, path: string): void {
  if (typeof outcome === 'object' && outcome !== null) WAYS_BACK.set(outcome, path);
}

export function wayBackOf(outcome: object): string | undefined {
  return WAYS_BACK.get(outcome);
}
