import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { type CliIo, type Command, CommandError, UsageError } from './command.js';
import { doctor } from './commands/doctor.js';
import { fake } from './commands/fake.js';
import { init } from './commands/init.js';
import { keysGenerate } from './commands/keys-generate.js';
import { keysJwks } from './commands/keys-jwks.js';
import { keysList } from './commands/keys-list.js';
import { keysRevoke } from './commands/keys-revoke.js';
import { keysRotate } from './commands/keys-rotate.js';
import { routes } from './commands/routes.js';
import { packageVersion } from './package-version.js';

const COMMANDS: readonly Command[] = [
  init,
  fake,
  keysGenerate,
  keysJwks,
  keysList,
  keysRotate,
  keysRevoke,
  doctor,
  routes,
];

const SUCCESS = 0;
const FAILURE = 1;
const WRONG_USE = 2;

/**
 * Runs `criipto-auth` with these arguments and returns its exit code: 0 when it did what was asked,
 * 1 when it could not, 2 when it did not understand.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const command = COMMANDS.find(({ name }) => startsWith(args, name.split(' ')));
  return command === undefined ? runWithoutCommand(args, io) : runCommand(command, args, io);
}

async function runCommand(command: Command, args: readonly string[], io: CliIo): Promise<number> {
  const own = args.slice(command.name.split(' ').length);
  if (asksForHelp(own)) {
    io.stdout.write(command.usage);
    return SUCCESS;
  }
  try {
    return await command.run(own, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`${error.message}\n\n${command.usage}`);
      return WRONG_USE;
    }
    const isExplained = error instanceof CommandError || error instanceof CriiptoAuthError;
    io.stderr.write(`${isExplained ? error.message : String(error)}\n`);
    return FAILURE;
  }
}

async function runWithoutCommand(args: readonly string[], io: CliIo): Promise<number> {
  if (asksForHelp(args)) {
    io.stdout.write(overview());
    return SUCCESS;
  }
  if (args[0] === '--version') {
    io.stdout.write(`${await packageVersion()}\n`);
    return SUCCESS;
  }
  const words = args.slice(0, 2).join(' ');
  io.stderr.write(
    `${words === '' ? 'Say what to do.' : `Unknown command: ${words}`}\n\n${overview()}`,
  );
  return WRONG_USE;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: criipto-auth COMMAND [options]',
    '',
    ...lines,
    '',
    'criipto-auth COMMAND --help tells more. criipto-auth --version prints the version.',
    'Exit codes: 0 done, 1 failed, 2 called wrongly.',
    '',
  ].join('\n');
}

function startsWith(args: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => args[index] === word);
}

/** What comes after `--` is for another command. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}
