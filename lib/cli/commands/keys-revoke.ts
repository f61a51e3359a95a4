import { revocationOf } from '../../keys/ring/key-ring-report.js';
import { momentBy } from '../../keys/ring/ring-clock.js';
import { type CliIo, type Command, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { moment, openRingFile, RING_FLAGS, RING_SWITCHES, RING_USAGE } from '../ring-file.js';

/** Refuses a key of a ring for good. */
export const keysRevoke: Command = {
  name: 'keys revoke',
  summary: 'never use a key of a ring again, and publish it no longer',
  usage: `Usage: criipto-auth keys revoke --kid KID --ring FILE --encryption-key-env NAME

For a key that leaked: takes it out of use and out of the published keys, and prints the kid of the key
that is used instead. Running applications follow within a minute. Tell the provider, which may hold a copy.

  --kid KID                  the key, as \`criipto-auth keys list\` prints it
${RING_USAGE}\
  --publish-lead SECONDS     as \`publishLead\` (default 86400)
`,
  run: revoke,
};

async function revoke(args: readonly string[], io: CliIo): Promise<number> {
  const flags = parseOptions(args, [...RING_FLAGS, 'publish-lead', 'kid'], RING_SWITCHES);
  if (!flags.kid) throw new UsageError('Say which key: --kid KID');
  const { ring, now, policy } = await openRingFile(flags, io.env);
  const { keys } = await ring.revoke(momentBy(now), flags.kid);
  const { kid, activeKid, acceptedUntil, unknownUntil } = revocationOf(
    flags.kid,
    keys,
    now,
    policy,
  );
  io.stderr.write(
    `Tell the provider: it may accept ${kid} until ${moment(acceptedUntil)}. ${activeKid} is used instead.\n`,
  );
  if (unknownUntil !== undefined) {
    io.stderr.write(
      `The provider may not know that one until ${moment(unknownUntil)}: logins may fail until it fetches the keys again.\n`,
    );
  }
  io.stdout.write(`${activeKid}\n`);
  return 0;
}
