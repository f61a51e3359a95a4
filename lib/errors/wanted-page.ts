import { processWide } from '../copies/process-wide.js';

/** Out of sight and seen by every copy of this package, as the ways back are. */
const WANTED = processWide('wanted-pages', () => new WeakMap<object, string>());

/** Notes the path of this application that somebody logs in for: another login, from the start, leads there too. */
export function noteWantedPage(subject: unknown, path: string): void {
  if (typeof subject === 'object' && subject !== null) WANTED.set(subject, path);
}

export function wantedPageOf(subject: object): string | undefined {
  return WANTED.get(subject);
}
