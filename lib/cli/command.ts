/** What a command needs of the process, so that it can be run without one. */
export interface CliIo {
  /** Results, for programs to read. */
  readonly stdout: CliOutput;
  /** Words, for people. */
  readonly stderr: CliOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, for commands that look at an application. @default `.env` is not read */
  readonly folder?: string;
  /** Resolves when the process is told to end, for a command that goes on until then. @default never */
  readonly untilEnd?: () => Promise<void>;
}

export interface CliOutput {
  write(text: string): unknown;
}

/** One command of `criipto-auth`. To add one: a file in `commands/`, and its place in the list in `run.ts`. */
export interface Command {
  /** The words that call it: "keys generate". */
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  readonly usage: string;
  /**
   * Returns the exit code.
   *
   * @throws {UsageError | CommandError} to explain itself.
   */
  readonly run: (args: readonly string[], io: CliIo) => Promise<number>;
}

/** The command was called wrongly: its usage is shown, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was called rightly and failed: the exit code is 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
