import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Mount {
  makeReadOnly(): Promise<unknown>;
  end(): Promise<unknown>;
}

/** Mounts a file system of memory (`tmpfs`), or a file on another (`bind`). Nothing where that is not allowed. */
export async function aMount(
  source: string,
  target: string,
  option: string,
): Promise<Mount | undefined> {
  const type = source === 'tmpfs' ? ['-t', 'tmpfs'] : [];
  try {
    await run('mount', [...type, '-o', option, source, target]);
  } catch {
    return undefined;
  }
  return {
    makeReadOnly: () => run('mount', ['-o', 'remount,ro', target]),
    end: () => run('umount', [target]),
  };
}
