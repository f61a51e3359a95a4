#!/usr/bin/env node
import { runCli } from './run.js';

// Not process.exit(): what was written may still be on its way into a pipe.
void runCli(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
