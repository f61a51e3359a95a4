import type { CliIo, Command } from '../command.js';
import { importModule } from '../init/app-module.js';
import { isInstalled, type NestApplication, nestApplicationIn } from '../init/application.js';
import { type Done, toDo } from '../init/done.js';
import { addEnvironment } from '../init/environment-file.js';
import { ignoreSecrets } from '../init/git-ignore.js';
import { addKey } from '../init/key.js';
import { addScript } from '../init/npm-script.js';
import { addSources } from '../init/sources.js';
import { parseOptions } from '../parse-options.js';

/** Puts a login into a generated application. */
export const init: Command = {
  name: 'init',
  summary: 'put a login into the Nest application in this folder',
  usage: `Usage: criipto-auth init

For an application as \`nest new\` makes it. Writes a private key (criipto-key.json, which only you can
read and git ignores), .env, a module with its options, a page that asks for a login (GET /me), and the
npm script start:fake, and imports the module in app.module.ts. Overwrites nothing, says what it did and
what it left, and can run again. Exit codes: 0 done, 1 something is left to do, 2 called wrongly.
`,
  run,
};

/** In this order: what is secret is ignored before it is written. */
const STEPS: readonly ((application: NestApplication) => Promise<readonly Done[]>)[] = [
  ignoreSecrets,
  addKey,
  addEnvironment,
  addSources,
  importModule,
  addScript,
  missingPackages,
];

async function run(args: readonly string[], io: CliIo): Promise<number> {
  parseOptions(args, []);
  const application = await nestApplicationIn(io.folder ?? '.');
  let isDone = true;
  for (const step of STEPS) {
    for (const { what, file, words } of await step(application)) {
      io.stdout.write(`${what.padEnd(5)} ${file}: ${words}\n`);
      isDone &&= what !== 'to do';
    }
  }
  const when = isDone ? 'Now' : 'Then';
  io.stderr.write(`\n${when}: npm run start:fake, and open http://localhost:3000/me\n`);
  return isDone ? 0 : 1;
}

/** What the login needs, and the fake. */
const PACKAGES = [
  ['@nestjs/passport', 'npm i @nestjs/passport passport'],
  ['passport', 'npm i passport'],
  ['oidc-provider', 'npm i -D oidc-provider'],
] as const;

async function missingPackages({ folder }: NestApplication): Promise<readonly Done[]> {
  const missing: Done[] = [];
  for (const [name, how] of PACKAGES) {
    if (!(await isInstalled(name, folder)))
      missing.push(toDo('node_modules', `${name} is not installed: ${how}`));
  }
  return missing;
}
