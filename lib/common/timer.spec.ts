import { describe, expect, it } from '@jest/globals';

import { SystemTimer } from './timer.js';

const timer = new SystemTimer();

describe('SystemTimer', () => {
  it('waits for as long as it was told', async () => {
    const before = performance.now();
    await timer.wait(0.02, new AbortController().signal);
    expect(performance.now() - before).toBeGreaterThanOrEqual(19);
  });

  it('waits too for longer than a timer of Node can', async () => {
    const controller = new AbortController();
    let isOver = false;
    const waiting = timer.wait(2_147_484, controller.signal).then(() => (isOver = true));
    await timer.wait(0.02, new AbortController().signal);
    expect(isOver).toBe(false);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  it('stops waiting at once when the signal aborts, for its reason', async () => {
    const controller = new AbortController();
    const waiting = timer.wait(3600, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('does not begin to wait when the signal has aborted already', async () => {
    const reason = new Error('enough');
    await expect(timer.wait(3600, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
