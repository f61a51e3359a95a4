import type { KeyUse } from '../../keys/public-jwk.js';
import { rotationOf } from '../../keys/ring/key-ring-report.js';
import { momentBy } from '../../keys/ring/ring-clock.js';
import { type CliIo, type Command, CommandError, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { moment, openRingFile, RING_FLAGS, RING_SWITCHES, RING_USAGE } from '../ring-file.js';

/** Lets the next key of a ring take over early. */
export const keysRotate: Command = {
  name: 'keys rotate',
  summary: 'let the next key of a ring take over early',
  usage: `Usage: criipto-auth keys rotate --ring FILE --encryption-key-env NAME [--force]

Lets the next key take over as soon as it was published for long enough, and makes it if there is none:
a key like the one in use. Prints its kid. Running applications follow within a minute.

${RING_USAGE}\
  --publish-lead SECONDS     as \`publishLead\` (default 86400)
  --use enc                  the key that the provider encrypts for, instead of the one that signs
  --force                    take over at once: logins may fail until the provider fetches the keys again
`,
  run: rotate,
};

async function rotate(args: readonly string[], io: CliIo): Promise<number> {
  const flags = parseOptions(
    args,
    [...RING_FLAGS, 'publish-lead', 'use'],
    [...RING_SWITCHES, 'force'],
  );
  const { ring, now, policy } = await openRingFile(flags, io.env);
  const use = useNamed(flags.use);
  if (!ring.uses.includes(use)) throw new CommandError('The ring has no encryption keys');
  const { kid, keys } = await ring.rotate(momentBy(now), flags.force ?? false, use);
  const { activatesAt, unknownUntil } = rotationOf(kid, keys, policy);
  io.stderr.write(`The key is used from ${moment(activatesAt)} on.\n`);
  if (unknownUntil !== undefined) {
    io.stderr.write(
      `The provider may not know it until ${moment(unknownUntil)}: logins may fail until it fetches the keys again.\n`,
    );
  }
  io.stdout.write(`${kid}\n`);
  return 0;
}

function useNamed(name = 'sig'): KeyUse {
  if (name === 'sig' || name === 'enc') return name;
  throw new UsageError('--use must be sig or enc');
}
