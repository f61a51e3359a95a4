import { getEventListeners } from 'node:events';

import { describe, expect, it } from '@jest/globals';

import { untilAborted } from './until-aborted.js';

const never = new Promise<never>(() => undefined);

describe('untilAborted', () => {
  it('gives what the promise gives', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve('done'), signal)).toBe('done');
  });

  it('fails as the promise fails', async () => {
    const { signal } = new AbortController();
    const error = new Error('broken');
    await expect(untilAborted(Promise.reject(error), signal)).rejects.toBe(error);
  });

  it('ends at once when the signal aborts, for its reason', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(never, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('does not begin when the signal has aborted already', async () => {
    const reason = new Error('enough');
    await expect(untilAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('is heard of no more when the promise fails after that', async () => {
    let fail = (_error: Error): void => undefined;
    const promise = new Promise<never>((_, reject) => (fail = reject));
    const reason = new Error('enough');
    await expect(untilAborted(promise, AbortSignal.abort(reason))).rejects.toBe(reason);
    fail(new Error('too late'));
    await expect(promise).rejects.toThrow('too late'); // and nothing was left unhandled before
  });

  it('leaves nothing behind at the signal', async () => {
    const { signal } = new AbortController();
    await untilAborted(Promise.resolve(), signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
