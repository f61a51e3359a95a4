import { readFile } from 'node:fs/promises';

/** The version of this package. The file is two folders up, from `lib/cli` and from `dist/cli` alike. */
export async function packageVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  // Our own package.json, which has a version.
  return (JSON.parse(manifest) as { version: string }).version;
}
