import { keysInRing } from '../../keys/ring/key-ring-report.js';
import type { CliIo, Command } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { moment, openRingFile, RING_FLAGS, RING_SWITCHES, RING_USAGE } from '../ring-file.js';

/** Prints the keys of a ring, without their material. */
export const keysList: Command = {
  name: 'keys list',
  summary: 'print the keys of a ring that rotates, with their states and times',
  usage: `Usage: criipto-auth keys list --ring FILE --encryption-key-env NAME

Prints one line a key, in the order in which they take over: its kid, use, state, algorithm, when it
takes over and when it leaves the published keys, if that is known.

${RING_USAGE}\
  --retire-lag SECONDS       as \`retireLag\` (default 86400)
`,
  run: list,
};

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const flags = parseOptions(args, [...RING_FLAGS, 'retire-lag'], RING_SWITCHES);
  const { keys, now, policy } = await openRingFile(flags, io.env);
  for (const key of keysInRing(keys, now, policy)) {
    const { kid, use, state, alg, activatesAt, publishedUntil } = key;
    io.stdout.write(
      `${kid} ${use} ${state.padEnd(9)} ${alg} ${moment(activatesAt)} ${moment(publishedUntil)}\n`,
    );
  }
  return 0;
}
