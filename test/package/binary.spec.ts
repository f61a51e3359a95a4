import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from './tarball.js';

const BINARY = join(ROOT, 'dist/cli/main.js');

describe('the binary', () => {
  it('ends as it would when nobody reads on', async () => {
    const child = spawn(process.execPath, [BINARY, 'doctor', '--help']);
    child.stdout.destroy();
    expect(await outcomeOf(child)).toEqual({ exitCode: 0, said: '' });
  });

  it('fails in one line when its results cannot be written', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [BINARY, '--help'], { stdio: ['ignore', full, 'pipe'] });
    expect(await outcomeOf(child)).toEqual({
      exitCode: 1,
      said: 'The results could not be written (ENOSPC)\n',
    });
  });
});

async function outcomeOf(child: ChildProcess): Promise<{ exitCode: unknown; said: string }> {
  let said = '';
  child.stderr?.on('data', (text) => (said += String(text)));
  const [exitCode] = (await once(child, 'close')) as [unknown]; // as node:child_process documents it
  return { exitCode, said };
}
