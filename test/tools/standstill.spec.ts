import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from '@jest/globals';

const SCRIPT = fileURLToPath(new URL('./stuck/run.mjs', import.meta.url));

interface Outcome {
  readonly counts: unknown;
  readonly said: string;
}

async function run(fixtures: string): Promise<Outcome> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [SCRIPT, fixtures]);
  return { counts: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), said: stderr };
}

describe('a suite that stands still', () => {
  let both: Outcome;
  let stuck: Outcome;
  let sound: Outcome;
  beforeAll(async () => {
    // At once, since most of it is to wait for the limit.
    [both, stuck, sound] = await Promise.all([run('fixture'), run('stands-still'), run('goes-on')]);
  }, 60_000);

  it('is ended, and says in which file and case', () => {
    expect(both.said).toContain(
      'and was ended, in\n  test/tools/stuck/stands-still.fixture.js: waits for nobody\n',
    );
    expect(both.counts).toEqual({ passed: 0, failed: 1 });
  });

  it('is ended when jest has one process, which is locked up', () => {
    expect(stuck.said).toContain('and was ended, in\n  test/tools/stuck/stands-still.fixture.js');
    expect(stuck.counts).toEqual({ passed: 0, failed: 1 });
  });

  it('is not ended while it goes on', () => {
    expect(sound.said).not.toContain('stood still');
    expect(sound.counts).toEqual({ passed: 1, failed: 0 });
  });
});
