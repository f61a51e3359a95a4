#!/usr/bin/env node
import { runCli } from './run.js';
import { watchOutput } from './watch-output.js';

watchOutput(process.stdout, (reason) => {
  process.stderr.write(`The results could not be written (${reason})\n`);
  process.exit(1);
});
watchOutput(process.stderr, () => process.exit(1));

// Not process.exit(): what was written may still be on its way into a pipe.
void runCli(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
