import { describe, expect, it } from '@jest/globals';

import { ConcurrencyLimit } from './concurrency-limit.js';

const { signal } = new AbortController();

/** Work that ends when it is told to. */
class Work {
  readonly started: string[] = [];
  private readonly ends = new Map<string, () => void>();

  readonly named = (name: string) => () => {
    this.started.push(name);
    return new Promise<string>((resolve) => this.ends.set(name, () => resolve(name)));
  };

  end(name: string): void {
    this.ends.get(name)?.();
  }
}

/** Lets everything that is due happen. */
const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('ConcurrencyLimit', () => {
  it('runs so many at a time, the others in their order', async () => {
    const [limit, work] = [new ConcurrencyLimit(2), new Work()];
    const all = Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => limit.run(signal, work.named(name))),
    );
    await turns();
    expect(work.started).toEqual(['a', 'b']);
    work.end('b');
    await turns();
    expect(work.started).toEqual(['a', 'b', 'c']);
    work.end('a');
    await turns();
    for (const name of ['c', 'd']) work.end(name);
    expect(await all).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on after a failure', async () => {
    const limit = new ConcurrencyLimit(1);
    const failed = limit.run(signal, () => Promise.reject(new Error('away')));
    const next = limit.run(signal, () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('away');
    expect(await next).toBe('done');
  });

  it('has room again when all are done', async () => {
    const limit = new ConcurrencyLimit(1);
    for (let run = 0; run < 3; run += 1) await limit.run(signal, () => Promise.resolve());
    expect(await limit.run(signal, () => Promise.resolve('done'))).toBe('done');
  });

  it('never begins what gave up waiting', async () => {
    const [limit, work, patience] = [new ConcurrencyLimit(1), new Work(), new AbortController()];
    const first = limit.run(signal, work.named('first'));
    const second = limit.run(patience.signal, work.named('second'));
    patience.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    work.end('first');
    await first;
    expect(work.started).toEqual(['first']);
  });

  it('begins nothing for a signal that has aborted', async () => {
    const run = new ConcurrencyLimit(1).run(AbortSignal.abort(), () => Promise.resolve());
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });
});
