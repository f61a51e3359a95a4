import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export type Environment = Readonly<Record<string, string>>;

/** An application that the Nest CLI made, outside of the repository, whose node_modules would make up for what is missing. */
export class NestApplication {
  constructor(
    readonly folder: string,
    readonly cli: '11' | '12',
  ) {}

  /** Makes one, without its packages. */
  static async generate(parent: string, name: string, cli: '11' | '12'): Promise<NestApplication> {
    const nest = ['--yes', '--package', `@nestjs/cli@${cli}`, '--', 'nest', 'new', name];
    const flags = ['--skip-git', '--skip-install', '--package-manager', 'npm'];
    // A terminal would be asked what else to set up.
    await run('npm', ['exec', ...nest, ...flags], parent);
    return new NestApplication(join(parent, name), cli);
  }

  run(program: string, ...args: readonly string[]): Promise<string> {
    return run(program, args, this.folder);
  }

  install(...packages: readonly string[]): Promise<string> {
    return this.run('npm', 'install', '--no-audit', '--no-fund', ...packages);
  }

  /** Code of the documentation goes in as it stands; imports of CommonJS alone have no extensions. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.folder, path);
      await mkdir(dirname(file), { recursive: true });
      const code =
        this.cli === '11' ? text.replaceAll(/(from '\.{1,2}\/[^']+)\.js'/g, "$1'") : text;
      await writeFile(file, code);
    }
  }

  async changeJson(path: string, change: (json: JsonObject) => JsonObject): Promise<void> {
    const file = join(this.folder, path);
    const json = JSON.parse(await readFile(file, 'utf8')) as JsonObject; // of package.json and of jest's configuration
    await writeFile(file, JSON.stringify(change(json), null, 2));
  }

  /** Runs a command of the application while `work` is done. What it printed is in the error, if that fails. */
  async during<T>(
    command: readonly [string, ...string[]],
    env: Environment,
    work: () => Promise<T>,
    folder = this.folder,
  ): Promise<T> {
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // to end it with all that it has started
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const exit = once(child, 'exit');
    const ended = exit.then(([code]) => {
      throw new Error(`${command.join(' ')} ended by ${String(code)}`);
    });
    try {
      return await Promise.race([work(), ended]);
    } catch (cause) {
      throw new Error(printed, { cause });
    } finally {
      ended.catch(() => undefined);
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await exit;
    }
  }

  async remove(...paths: readonly string[]): Promise<void> {
    for (const path of paths) await rm(join(this.folder, path), { recursive: true, force: true });
  }
}

export type JsonObject = Record<string, unknown>;

async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const options = { cwd, env: environment(), maxBuffer: 2 ** 24 };
    const { stdout, stderr } = await execute(program, args, options);
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // of a program that ran and failed
    throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

/** Without what jest and npm have set for themselves. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(npm_|JEST_|NODE_OPTIONS|NODE_ENV|INIT_CWD|SUITE_)/;
  const others = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(others), NO_COLOR: '1', FORCE_COLOR: '0' };
}
