import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from './tarball.js';

const execute = promisify(execFile);

/** The last line says what was found; a broken promise rejects. */
async function soak(...args: readonly string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, ['tools/soak/soak.mjs', '--quick', ...args], {
    cwd: ROOT,
  });
  return stdout.trim().split('\n').at(-1) ?? '';
}

describe('a short soak', () => {
  it('breaks no promise, while Redis, instances and the provider fail in turn', async () => {
    expect(await soak()).toBe('Every promise held.');
  }, 300_000);

  it('breaks no promise on PostgreSQL either', async () => {
    expect(await soak('--store', 'postgres')).toBe('Every promise held.');
  }, 300_000);

  it('keeps nothing of logins that nobody finishes', async () => {
    expect(await soak('abandoned', '--store', 'redis')).toBe('Every promise held.');
  }, 240_000);
});
