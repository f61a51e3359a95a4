import type { EventEmitter } from 'node:events';

import { nameOfThrown } from '../errors/name-of-thrown.js';

/**
 * Hears of what cannot be written. That nobody reads on, as behind `| head`, is no failure: the command goes
 * on to its own exit code.
 */
export function watchOutput(output: EventEmitter, fail: (reason: string) => void): void {
  output.on('error', (error) => {
    const reason = nameOfThrown(error);
    if (reason !== 'EPIPE') fail(reason);
  });
}
