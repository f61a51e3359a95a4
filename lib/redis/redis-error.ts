import { messageOfThrown } from '../errors/message-of-thrown.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';

/** What Redis says begins with a word for the reason: `OOM`, `READONLY`, `NOAUTH`. The rest may quote the command. */
const REASON = /^([A-Z]{2,20}) /;
/** The user may not. Inside a script Redis says so without the word. */
export const NOPERM = 'NOPERM';
const IN_SCRIPT = /ACL failure in script|executing the script can't/;
const COMMAND = /run the '([\w|-]{1,30})' command/;
const ACL = 'docs/guides/several-instances.md has the ACL line';

/** Redis failed. Says why by a word, in `code`, and nothing of what was sent or of where Redis is. */
export class RedisError extends Error {
  override readonly name = 'RedisError';
  readonly code: string;

  constructor(thrown: unknown) {
    const said = messageOfThrown(thrown) ?? '';
    const [, reason = nameOfThrown(thrown)] = REASON.exec(said) ?? [];
    const code = IN_SCRIPT.test(said) ? NOPERM : reason;
    super(`Redis failed (${code})${code === NOPERM ? `: ${forbidden(said)}; ${ACL}` : ''}`);
    this.code = code;
  }
}

/** Names the command, which is one of ours. */
function forbidden(said: string): string {
  if (IN_SCRIPT.test(said)) return 'its user may not do what a script of ours does';
  const [, command] = COMMAND.exec(said) ?? [];
  return command === undefined
    ? 'its user may not use these keys'
    : `its user may not run \`${command}\``;
}
