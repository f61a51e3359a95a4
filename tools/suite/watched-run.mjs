import { spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';

const LOOK_EVERY_MS = 500;

/** What runs now, each in a process group of its own. */
const running = new Set();
process.once('exit', () => running.forEach(end));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

/**
 * Runs a command, and ends it with all that it started once `progress` has not been written to for
 * `limit` seconds. The clock is in this process, since one that is locked up in native code serves no timer.
 *
 * @param {readonly string[]} command
 * @param {object} settings
 * @param {string} settings.progress a file
 * @param {number} settings.limit
 * @param {string} [settings.log] a file for its output, which else is printed
 * @returns {Promise<{ succeeded: boolean, stoodStill: boolean }>}
 */
export async function watchedRun([program, ...args], { progress, limit, log }) {
  const output = log === undefined ? 'inherit' : openSync(log, 'w');
  const child = spawn(program, args, { stdio: ['ignore', output, output], detached: true });
  if (log !== undefined) closeSync(output);
  running.add(child);
  let stoodStill = false;
  const watch = onStandstill(progress, limit, () => {
    stoodStill = true;
    end(child);
  });
  const exitCode = await new Promise((resolve) => {
    child.once('error', () => resolve(undefined)).once('exit', resolve);
  });
  clearInterval(watch);
  running.delete(child);
  return { succeeded: exitCode === 0 && !stoodStill, stoodStill };
}

/** By a clock that stands still while the machine sleeps. */
function onStandstill(file, limit, react) {
  let seen = stateOf(file);
  let since = performance.now();
  return setInterval(() => {
    const state = stateOf(file);
    if (state !== seen) [seen, since] = [state, performance.now()];
    else if (performance.now() - since >= limit * 1000) react();
  }, LOOK_EVERY_MS);
}

function stateOf(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && `${stats.mtimeMs} ${stats.size}`;
}

function end({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime, or never began.
  }
}
