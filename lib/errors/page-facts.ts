import { processWide } from '../copies/process-wide.js';

/** What the page of a login or a failure has to know beside what that says. */
export interface PageFacts {
  /** The path of this application where a browser goes back to. */
  readonly wayBack?: string;
  /** The path that somebody logs in for: another login, from the start, leads there too. */
  readonly wantedPage?: string;
  /** What the login asked the provider for, where that is not what the options say. */
  readonly uiLocales?: string;
  /** The age that is demanded. */
  readonly years?: number;
}

/** Out of sight of whoever prints an error, and seen by every copy of this package: another one may answer it. */
const FACTS = processWide('page-facts', () => new WeakMap<object, PageFacts>());

/** Notes it with an error, or with what a browser came with, beside what was noted before. */
export function notePageFacts(subject: unknown, facts: PageFacts): void {
  if (typeof subject !== 'object' || subject === null) return;
  FACTS.set(subject, { ...FACTS.get(subject), ...facts });
}

export function pageFactsOf(subject: object): PageFacts {
  return FACTS.get(subject) ?? {};
}
