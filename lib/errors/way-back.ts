import { processWide } from '../copies/process-wide.js';
import { notePageFacts, pageFactsOf } from './page-facts.js';
import { noteWantedPage, wantedPageOf } from './wanted-page.js';

/** Out of sight of whoever prints an error, and seen by every copy of this package: another one may answer it. */
const WAYS_BACK = processWide('ways-back', () => new WeakMap<object, string>());

/** Notes the path of this application where a browser goes back to: with an error, or with what a browser came with. */
export function noteWayBack(subject: unknown, path: string): void {
  if (typeof subject === 'object' && subject !== null) WAYS_BACK.set(subject, path);
}

/** What failed for a browser goes back where that goes, or leads to the page that it wanted, in its language, if that was noted. */
export function passWayBack(from: object, error: unknown): void {
  const [path, wanted] = [wayBackOf(from), wantedPageOf(from)];
  notePageFacts(error, pageFactsOf(from));
  if (path !== undefined) noteWayBack(error, path);
  if (wanted !== undefined) noteWantedPage(error, wanted);
}

export function wayBackOf(subject: object): string | undefined {
  return WAYS_BACK.get(subject);
}
