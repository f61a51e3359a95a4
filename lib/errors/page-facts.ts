import { processWide } from '../copies/process-wide.js';

/** What a page has to know of a login or a failure beside what it says. */
export interface PageFacts {
  /** What the login asked the provider for, where that is not what the options say. */
  readonly uiLocales?: string;
  /** The age that is demanded. */
  readonly years?: number;
}

/** Out of sight and seen by every copy of this package, as the ways back are. */
const FACTS = processWide('page-facts', () => new WeakMap<object, PageFacts>());

/** Notes it with an error, or with what a browser came with, beside what was noted before. */
export function notePageFacts(subject: unknown, facts: PageFacts): void {
  if (typeof subject !== 'object' || subject === null) return;
  FACTS.set(subject, { ...FACTS.get(subject), ...facts });
}

export function pageFactsOf(subject: object): PageFacts {
  return FACTS.get(subject) ?? {};
}
