import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { DAY } from '../support/key-records.js';

const SCRIPT = fileURLToPath(new URL('./ring-process.mjs', import.meta.url));
const START = Date.parse('2026-01-15T12:00:00Z');
/** Seconds that the clock of each process is off. */
const CLOCKS = [0, 30, -30, 15];
const ROTATIONS = 12;

/** What a process has in use. */
interface Look {
  readonly signs: string;
  readonly published: readonly string[];
}

describe('four processes with one ring in one file', () => {
  let folder: string;
  let processes: readonly ChildProcess[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ring-processes-'));
    processes = CLOCKS.map((off) =>
      fork(SCRIPT, {
        execArgv: [],
        env: {
          ...process.env,
          RING: join(folder, 'ring.json'),
          NOW: String(START + off * 1000),
        },
      }),
    );
  });

  afterAll(async () => {
    for (const child of processes) child.send('stop');
    await Promise.all(processes.map((child) => once(child, 'exit')));
    await rm(folder, { recursive: true });
  });

  function looks(): Promise<readonly Look[]> {
    return Promise.all(
      processes.map(async (child) => {
        // What the script sends, and nothing else.
        const [look] = (await once(child, 'message')) as [Look];
        return look;
      }),
    );
  }

  /** All of them look at the ring at once, so that each wants to make what is due. */
  function refreshAt(seconds: number): Promise<readonly Look[]> {
    const answers = looks();
    for (const [index, child] of processes.entries()) {
      child.send(START + (seconds + (CLOCKS[index] ?? 0)) * 1000);
    }
    return answers;
  }

  it('rotates once each time, and each publishes what any of them signs with', async () => {
    const seen = [await looks()];
    for (let nth = 1; nth <= ROTATIONS; nth += 1) {
      // Between two changes, after the next key is made, around the change, and after the lag.
      for (const seconds of [-40 * DAY, -DAY + 60, -20, 0, 20, 2 * DAY]) {
        seen.push(await refreshAt(nth * 90 * DAY + seconds));
      }
    }
    const unpublished = seen.flatMap((moment) =>
      moment.flatMap(({ signs }) =>
        moment.flatMap(({ published }) => (published.includes(signs) ? [] : [signs])),
      ),
    );
    expect(unpublished).toEqual([]);
    const kids = new Set(seen.flat().flatMap(({ published }) => published));
    expect(kids.size).toBe(ROTATIONS + 1);
    expect(new Set(seen.at(-1)?.map(({ signs }) => signs)).size).toBe(1);
  }, 60_000);
});
