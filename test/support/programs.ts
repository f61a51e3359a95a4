import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where one of these programs is: by its variable, else on the `PATH`. */
export function programOf(names: readonly string[], variable: string): string {
  const written = process.env[variable];
  if (written) return written;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    `${names.join(' or ')} is missing: npm run set-up:browsers, or let ${variable} point to it`,
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
