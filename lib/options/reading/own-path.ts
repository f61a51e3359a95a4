import { routedPaths, safeReturnTo } from '../../http/return-to.js';
import type { NameOf, OptionReader } from './option-reader.js';

/** A path of the application as a header may hold it, `/` unless one is written, that is none of the `forbidden` ones. */
export function ownPath<T extends object>(
  section: OptionReader<T>,
  name: NameOf<T>,
  forbidden: readonly string[] = [],
): string {
  const path = section.optionalText(name) ?? '/';
  const safe = safeReturnTo(path, routedPaths(forbidden));
  if (safe === undefined)
    section.problem(name, 'must be a path of this application, such as "/welcome"');
  return safe ?? path;
}
