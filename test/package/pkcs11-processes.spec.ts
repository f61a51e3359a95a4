import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { SoftHsm } from '../support/soft-hsm.js';
import { WatchedToken } from '../support/watched-token.js';
import { ROOT } from './tarball.js';

const SCRIPT = fileURLToPath(new URL('./pkcs11-process.mjs', import.meta.url));

/** A process, and that of its library. */
interface Application {
  readonly process: ChildProcess;
  readonly library: number;
}

let hsm: SoftHsm;
let token: WatchedToken;
let started: ChildProcess[] = [];

beforeAll(async () => {
  hsm = await SoftHsm.create();
}, 30_000);

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await token.remove();
});

afterAll(() => hsm.remove());

async function start(options: ForkOptions = {}, script = SCRIPT): Promise<Application> {
  token = await WatchedToken.before(hsm.library);
  const child = fork(script, {
    execArgv: [],
    ...options,
    env: {
      ...process.env,
      LIBRARY: token.library,
      TOKEN_LABEL: hsm.tokenLabel,
      HSM_PIN: hsm.pin,
      ...options.env,
    },
  });
  started.push(child);
  expect(await answerOf(child)).toBe('ready');
  const [library = 0] = await childrenOf(child);
  return { process: child, library };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [answer]: unknown[] = await once(child, 'message');
  return answer;
}

async function sign({ process: child }: Application): Promise<unknown> {
  child.send('sign');
  return answerOf(child);
}

async function beginToSign({ process: child }: Application): Promise<void> {
  child.send('sign');
  while ((await token.count('C_Sign')) === 0) await new Promise(setImmediate);
}

async function childrenOf({ pid }: ChildProcess): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

/** What has ended and was not yet buried by its parent is over, too. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X');
  return !/\) [ZX]/.test(status);
}

/** Waits for that. */
async function hasEnded(pid: number): Promise<boolean> {
  while (await isRunning(pid)) await new Promise(setImmediate);
  return true;
}

describe('the process of a PKCS #11 library', () => {
  it('ends with the application that is killed, also while a call hangs', async () => {
    const app = await start();
    await token.hangIn('C_Sign');
    await beginToSign(app);
    app.process.kill('SIGKILL');
    expect(await hasEnded(app.library)).toBe(true);
  });

  it('ends with the application that is killed while a call occupies it', async () => {
    const app = await start();
    await token.hangIn('C_Sign');
    expect(await sign(app)).toBe('signer_failed');
    await token.hangIn('C_Login');
    app.process.send('sign');
    while ((await token.count('C_Login')) < 2) await new Promise(setImmediate);
    const [library = 0] = await childrenOf(app.process);
    app.process.kill('SIGKILL');
    expect(await hasEnded(library)).toBe(true);
  });

  it('keeps no application from its end, and takes leave of the token', async () => {
    const app = await start();
    app.process.disconnect();
    expect(await once(app.process, 'exit')).toEqual([0, null]);
    expect(await hasEnded(app.library)).toBe(true);
    expect(await token.count('C_Finalize')).toBe(1);
  });

  it('keeps no application from its end while a call hangs', async () => {
    const app = await start();
    await token.hangIn('C_Sign');
    await beginToSign(app);
    app.process.disconnect();
    expect(await once(app.process, 'exit')).toEqual([0, null]);
    expect(await hasEnded(app.library)).toBe(true);
  });

  it('that is killed from outside is followed by another', async () => {
    const app = await start();
    process.kill(app.library, 'SIGKILL');
    await hasEnded(app.library);
    expect([await sign(app), await sign(app)]).toContain('signed');
  });

  it('goes on when the terminal or a service manager ends all that belongs to it', async () => {
    const app = await start();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(app.library, signal);
    expect(await sign(app)).toBe('signed');
    expect(await childrenOf(app.process)).toEqual([app.library]);
  });

  it('knows the PIN by no argument and no variable', async () => {
    const { library } = await start();
    for (const name of ['cmdline', 'environ'])
      expect(await readFile(`/proc/${library}/${name}`, 'latin1')).not.toContain(hsm.pin);
    expect(await readFile(`/proc/${library}/environ`, 'latin1')).toContain('SOFTHSM2_CONF=');
  });

  it('is nobody’s to inspect, and loads no hooks of the application', async () => {
    token = await WatchedToken.before(hsm.library);
    const hook = join(token.library, '..', 'hook.cjs');
    await writeFile(hook, "if (process.execArgv.includes('--eval')) process.exit(1);\n");
    const env = { NODE_OPTIONS: `--require ${hook}`, NODE_V8_COVERAGE: join(hook, '..', 'v8') };
    const app = await start({ env, execArgv: ['--inspect=0'], silent: true });
    expect(await sign(app)).toBe('signed');
    expect(await readFile(`/proc/${app.library}/cmdline`, 'latin1')).not.toContain('--inspect');
    expect(await readFile(`/proc/${app.library}/environ`, 'latin1')).not.toContain('NODE_OPTIONS');
  });

  it('is one of a bundle, too, in which all names are shortened', async () => {
    // Where it finds Nest, which stays outside.
    await mkdir(join(ROOT, 'temp'), { recursive: true });
    const folder = await mkdtemp(join(ROOT, 'temp/pkcs11-bundle-'));
    try {
      const app = await start({}, await bundled(SCRIPT, folder));
      expect(await sign(app)).toBe('signed');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

type Webpack = (configuration: object) => {
  readonly run: (done: (error: Error | null) => void) => void;
};

/** As `nest build --builder webpack` does it, but with all packages in the bundle. */
async function bundled(entry: string, folder: string): Promise<string> {
  const nestCli = createRequire(createRequire(import.meta.url).resolve('@nestjs/cli/package.json'));
  // The compiler that Nest's CLI brings along.
  const webpack = nestCli('webpack') as Webpack;
  const external = ({ request = '' }, found: (error?: null, result?: string) => void) =>
    request.startsWith('@nestjs/') ? found(null, `commonjs ${request}`) : found();
  const output = { path: folder, filename: 'main.cjs' };
  const alias = { 'nestjs-criipto-auth/pkcs11': join(ROOT, 'dist/pkcs11/pkcs11-signer.js') };
  const compiler = webpack({
    mode: 'production',
    target: 'node20',
    entry,
    output,
    externals: [external],
    resolve: { alias },
  });
  await promisify(compiler.run.bind(compiler))();
  return join(folder, 'main.cjs');
}
