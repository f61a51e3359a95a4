import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { messageOfThrown } from '../../errors/message-of-thrown.js';
import type { FakeClient } from '../../testing/model/fake-client.js';
import { type CliIo, type Command, CommandError, UsageError } from '../command.js';
import { environmentOf } from '../environment.js';
import { parseOptions } from '../parse-options.js';
import { KEY_FLAGS, keysIn } from '../private-keys.js';
import { publicJwks } from '../public-jwks.js';

const FLAGS = ['client-id', 'base-url', 'callback', 'jwks-uri', 'port', ...KEY_FLAGS] as const;
const SOME_CLIENT = 'urn:my:application:identifier:1234';
const USUAL_PORT = 3001;

/** Starts the fake Criipto for an application, and the application with it if a command follows. */
export const fake: Command = {
  name: 'fake',
  summary: 'start a fake Criipto to log in at, for development',
  usage: `Usage: criipto-auth fake [options] [-- COMMAND ...]

Starts the fake Criipto on this machine, prints what to set in the application, and goes on until it is
stopped. COMMAND is run with all of that set, and the fake ends with it. Needs oidc-provider.
Variables are those of the environment, and of a file .env in the current folder.

  --client-id ID         the client id; else the variable CRIIPTO_CLIENT_ID, else ${SOME_CLIENT}
  --base-url URL         where the application is; else CRIIPTO_BASE_URL, else http://localhost:3000, or at PORT
  --callback URL         where logins come back to, if not to /auth/callback of the application
  --key-file FILE        the application's private key, of which the fake takes the public half; else CRIIPTO_KEY_FILE
  --key-env NAME         the environment variable that holds it; else CRIIPTO_PRIVATE_KEY
  --passphrase-env NAME  the environment variable that holds the passphrase of an encrypted PEM
  --alg ALG              as \`assertion.algorithm\`
  --jwks-uri URL         where the public keys are, instead; else /.well-known/jwks.json of the application
  --port PORT            where the fake listens, 0 for any free port; else FAKE_PORT, else ${USUAL_PORT}
`,
  run,
};

type Flags = Partial<Record<(typeof FLAGS)[number], string>>;

async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { own, command } = split(args);
  const flags = parseOptions(own, FLAGS);
  const env = await environmentOf(io);
  const baseUrl = baseUrlOf(flags, env, io.env['PORT']);
  const client = await clientOf(flags, env, baseUrl);
  const criipto = await started(client, portOf(flags, env));
  const settings = {
    CRIIPTO_DOMAIN: new URL(criipto.issuer).host,
    CRIIPTO_ISSUER: criipto.issuer,
    CRIIPTO_CLIENT_ID: client.clientId,
    CRIIPTO_BASE_URL: baseUrl,
  };
  try {
    for (const [name, value] of Object.entries(settings)) io.stdout.write(`${name}=${value}\n`);
    io.stderr.write(wordsOf(client, baseUrl, criipto.inspector));
    if (command) return await runWith(command, { ...io.env, ...settings }, io);
    await io.untilEnd?.();
    return 0;
  } finally {
    await criipto.stop();
  }
}

/** What is before `--` is ours, what is after it a command. */
function split(args: readonly string[]): {
  readonly own: readonly string[];
  readonly command: readonly [string, ...string[]] | undefined;
} {
  const end = args.indexOf('--');
  if (end < 0) return { own: args, command: undefined };
  const [program, ...rest] = args.slice(end + 1);
  if (program === undefined) throw new UsageError('Say what to run after --');
  return { own: args.slice(0, end), command: [program, ...rest] };
}

/** Not BASE_URL, which Vitest sets to "/". PORT as the application sees it, which reads no .env for that. */
function baseUrlOf(flags: Flags, env: CliIo['env'], port = '3000'): string {
  const text = flags['base-url'] ?? env['CRIIPTO_BASE_URL'] ?? `http://localhost:${port}`;
  if (!URL.canParse(text)) throw new UsageError('--base-url must be a URL');
  return text.replace(/\/$/, '');
}

/** The application, as one would register it in the dashboard. */
async function clientOf(flags: Flags, env: CliIo['env'], baseUrl: string): Promise<FakeClient> {
  const keys = flags['jwks-uri'] === undefined ? await keysIn(flags, env) : undefined;
  return {
    clientId: (flags['client-id'] ?? env['CRIIPTO_CLIENT_ID']) || SOME_CLIENT,
    redirectUris: [flags.callback ?? `${baseUrl}/auth/callback`],
    postLogoutRedirectUris: [`${baseUrl}/auth/logged-out`],
    ...(keys
      ? { jwks: JSON.parse(await publicJwks(keys)) as { keys: object[] } } // as RFC 7517 has it
      : { jwksUri: flags['jwks-uri'] ?? `${baseUrl}/.well-known/jwks.json` }),
  };
}

function portOf({ port: flag }: Flags, env: CliIo['env']): number {
  const text = flag ?? env['FAKE_PORT'] ?? String(USUAL_PORT);
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new UsageError('--port must be a number from 0 to 65535');
}

async function started(client: FakeClient, port: number) {
  // Here alone: no other command needs it, nor the package that it is made of.
  const { FakeCriipto } = await import('../../testing/fake-criipto.js');
  return FakeCriipto.start({ port, clients: [client] }).catch((error: unknown) => {
    const { code } = Object(error) as { readonly code?: unknown };
    throw new CommandError(
      code === 'EADDRINUSE'
        ? `Port ${port} is taken: choose another by --port, or 0 for any free one`
        : (messageOfThrown(error) ?? 'The fake did not start'),
    );
  });
}

function wordsOf({ jwksUri, clientId }: FakeClient, baseUrl: string, inspector: string): string {
  return [
    '',
    `The fake Criipto listens for ${clientId}. Set the above in the application, and`,
    'http: { allowInsecureLoopback: true }.',
    `  Its public keys:  ${jwksUri ?? 'those of the private key that it was given'}`,
    `  Log in at:        ${baseUrl}/auth/login`,
    `  Look at logins:   ${inspector}`,
    '',
  ].join('\n');
}

/** Runs a command until it ends, or is to end, and gives its exit code. */
async function runWith(
  [program, ...args]: readonly [string, ...string[]],
  env: CliIo['env'],
  io: CliIo,
): Promise<number> {
  const isWindows = process.platform === 'win32';
  const child = spawn(program, args, {
    env,
    stdio: 'inherit',
    ...(io.folder === undefined ? {} : { cwd: io.folder }),
    shell: isWindows, // where npm's programs are scripts of its shell
    detached: !isWindows, // a group of its own, to end it with all that it has started
  });
  void io.untilEnd?.().then(() => endWithItsChildren(child, isWindows));
  try {
    const [exitCode] = (await once(child, 'exit')) as [number | null]; // as node:child_process has it
    return exitCode ?? 1;
  } catch {
    throw new CommandError(`${program} could not be run: is it installed?`);
  }
}

/** `nest start` starts the application, and leaves it running when it is ended alone. */
function endWithItsChildren(child: ChildProcess, isWindows: boolean): void {
  if (child.pid === undefined || isWindows) {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {} // it has ended by itself
}
