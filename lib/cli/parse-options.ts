import { parseArgs } from 'node:util';

import { UsageError } from './command.js';

/** Reads `--name VALUE` and `--name=VALUE`. Throws a `UsageError` for anything that is not in `names`. */
export function parseOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    // Each option is a string that is given once, and strict parsing knows no other.
    return parseArgs({ args: [...args], options }).values as Partial<Record<Name, string>>;
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

/** The rest of what node:util says is about positional arguments, which no command takes. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : 'Unknown option';
  return message.split(/\.\s|\n/)[0] ?? message;
}
