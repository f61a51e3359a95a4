import { parseArgs } from 'node:util';

import { UsageError } from './command.js';

/**
 * Reads `--name VALUE` and `--name=VALUE`, and `--switch` without a value. Throws a `UsageError` for
 * anything that is not in `names` or `switches`.
 */
export function parseOptions<Name extends string, Switch extends string = never>(
  args: readonly string[],
  names: readonly Name[],
  switches: readonly Switch[] = [],
): Partial<Record<Name, string> & Record<Switch, boolean>> {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' }] as const),
    ...switches.map((name) => [name, { type: 'boolean' }] as const),
  ]);
  try {
    // Each name is a text that is given once, each switch a boolean, and strict parsing knows no other.
    return parseArgs({ args: [...args], options }).values as Partial<
      Record<Name, string> & Record<Switch, boolean>
    >;
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

/** The rest of what node:util says is about positional arguments, which no command takes. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : 'Unknown option';
  return message.split(/\.\s|\n/)[0] ?? message;
}
