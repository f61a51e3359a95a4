import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const execute = promisify(execFile);

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what was built, and returns the tarball's path. */
export async function pack(folder: string): Promise<string> {
  const { filename } = await report('--pack-destination', folder);
  return join(folder, filename);
}

/** Paths of what would be published. */
export async function packedFiles(): Promise<readonly string[]> {
  const { files } = await report('--dry-run');
  return files.map(({ path }) => path);
}

export async function npm(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('npm', args, { cwd: folder, maxBuffer: 2 ** 24 });
  return stdout;
}

async function report(...args: readonly string[]): Promise<PackReport> {
  const reports = await npm(ROOT, 'pack', '--json', ...args);
  const [ours] = JSON.parse(reports) as PackReport[]; // npm's own format: one for each package
  if (ours === undefined) throw new Error('npm packed nothing');
  return ours;
}
