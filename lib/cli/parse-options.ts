import { parseArgs } from 'node:util';

import { messageOfThrown } from '../errors/message-of-thrown.js';
import { UsageError } from './command.js';

/**
 * Reads `--name VALUE` and `--name=VALUE`, and `--switch` without a value. A value may start with a
 * hyphen, as the names of keys do at times. Throws a `UsageError` for anything that is not in `names`
 * or `switches`.
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
    return parseArgs({ args: valuesJoined(args, names, switches), options }).values as Partial<
      Record<Name, string> & Record<Switch, boolean>
    >;
  } catch (error) {
    throw new UsageError(firstSentence(error));
  }
}

/** `--name VALUE` as `--name=VALUE`, which node:util takes whatever VALUE starts with. */
function valuesJoined(
  args: readonly string[],
  names: readonly string[],
  switches: readonly string[],
): string[] {
  const takesNext = (arg?: string) => names.some((name) => arg === `--${name}`);
  const isOption = (arg: string) =>
    [...names, ...switches].some((name) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  return args.flatMap((arg, index) => {
    const next = args[index + 1];
    if (takesNext(arg) && next !== undefined && !isOption(next)) return [`${arg}=${next}`];
    return takesNext(args[index - 1]) && !isOption(arg) ? [] : [arg];
  });
}

/** The rest of what node:util says is about positional arguments, which no command takes. */
function firstSentence(error: unknown): string {
  const message = messageOfThrown(error) ?? 'Unknown option';
  return message.split(/\.\s|\n/)[0] ?? message;
}
