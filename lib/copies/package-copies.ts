import { processWide } from './process-wide.js';

/** How often this package was loaded into the process. This copy counts itself. */
const COPIES = processWide('copies', () => ({ loaded: 0 }));
COPIES.loaded += 1;

/** The applications that were told. */
const TOLD = processWide('copies-told', () => new WeakSet<object>());

/** What to say when an application starts, once, and there is more than this copy. */
export function otherCopiesWarning(application: object): string | undefined {
  if (COPIES.loaded < 2 || TOLD.has(application)) return undefined;
  TOLD.add(application);
  return `nestjs-criipto-auth is loaded ${COPIES.loaded} times in this process. What is injected (guards, services) is known by the copy alone whose forRoot() provides it: install one version. \`npm ls nestjs-criipto-auth\` shows who brings another`;
}
