#!/usr/bin/env node
import { runCli } from './run.js';
import { watchOutput } from './watch-output.js';

watchOutput(process.stdout, (reason) => {
  process.stderr.write(`The results could not be written (${reason})\n`);
  process.exit(1);
});
watchOutput(process.stderr, () => process.exit(1));

// Not process.exit(): what was written may still be on its way into a pipe.
const { stdout, stderr, env } = process;
const io = { stdout, stderr, env, folder: process.cwd(), untilEnd };
void runCli(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode = exitCode;
});

/** From the first call on, for everything else is to end at once. */
function untilEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
}
