import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

import { type TimeLimit, withinSeconds } from './within-seconds.js';

const SOON = 0.02;
const LONG = 60;

const never = () => new Promise<never>(() => undefined);

describe('withinSeconds', () => {
  it('returns what the work returns', async () => {
    expect(await withinSeconds(LONG, () => Promise.resolve('done'))).toBe('done');
  });

  it('takes what the work returns at once, as JavaScript may', async () => {
    const work = (() => 'done') as unknown as () => Promise<string>;
    expect(await withinSeconds(LONG, work)).toBe('done');
  });

  it('says whether it is over', async () => {
    const limits: TimeLimit[] = [];
    const work = (limit: TimeLimit) => {
      limits.push(limit);
      expect(limit.isOver).toBe(false);
      return never();
    };
    await expect(withinSeconds(SOON, work)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(limits.map(({ isOver, signal }) => [isOver, signal.aborted])).toEqual([[true, true]]);
  });

  it('fails as the work fails', async () => {
    const error = new Error('no');
    await expect(withinSeconds(LONG, () => Promise.reject(error))).rejects.toBe(error);
  });

  it('fails as the work throws', async () => {
    const error = new Error('no');
    const work = () => {
      throw error;
    };
    await expect(withinSeconds(LONG, work)).rejects.toBe(error);
  });

  it('waits no longer for work that does not stop', async () => {
    await expect(withinSeconds(SOON, never)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('takes what came while this process was busy', async () => {
    const { port1, port2 } = new MessageChannel();
    const answer = withinSeconds(SOON, () => once(port1, 'message'));
    port2.postMessage('in time');
    const until = Date.now() + SOON * 2000;
    while (Date.now() < until);
    await expect(answer.finally(() => port1.close())).resolves.toEqual(['in time']);
  });

  it('tells the work when to stop', async () => {
    let told: AbortSignal | undefined;
    const work = ({ signal }: TimeLimit) => {
      told = signal;
      return never();
    };
    await expect(withinSeconds(SOON, work)).rejects.toThrow('It was not done within 0.02 s');
    expect(told?.aborted).toBe(true);
  });

  it('tells work that asks for its signal late', async () => {
    let limit: TimeLimit | undefined;
    const work = (given: TimeLimit) => {
      limit = given;
      return never();
    };
    await expect(withinSeconds(SOON, work)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(limit?.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('leaves the signal alone when the work was in time', async () => {
    const signal = await withinSeconds(LONG, async (limit) => limit.signal);
    expect(signal.aborted).toBe(false);
  });

  it('ends before when what is around it ends', async () => {
    const outer = new AbortController();
    let told: AbortSignal | undefined;
    const waiting = withinSeconds(
      LONG,
      ({ signal }) => {
        told = signal;
        return never();
      },
      outer.signal,
    );
    outer.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(told?.reason).toBe(outer.signal.reason);
  });

  it('does not begin when what is around it has ended', async () => {
    let begun = false;
    const work = async () => {
      begun = true;
    };
    await expect(withinSeconds(LONG, work, AbortSignal.abort())).rejects.toThrow();
    expect(begun).toBe(false);
  });
});
