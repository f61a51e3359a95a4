import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../support/free-port.js';
import { npm, ROOT } from './tarball.js';

const SOURCES = join(ROOT, 'test/package/consumer');
const TYPESCRIPT = join(ROOT, 'node_modules/typescript/bin/tsc');

const execute = promisify(execFile);

/** What the application prints of its one login. */
export interface SeenLogin {
  /** Of /auth/login, the callback, /me, /ready, /auth/logout and /me again. */
  readonly statuses: readonly number[];
  readonly user: unknown;
  readonly health: unknown;
}

/** What two copies of the package, of an application and of a library, see of each other. */
export interface SeenCopies {
  /** What the library's routes answer to nobody: one is public, the others are not. */
  readonly anonymous: readonly number[];
  readonly [what: string]: unknown;
}

/** An application that has the package installed beside a major version of Nest. */
export class Consumer {
  private constructor(
    private readonly folder: string,
    /** What the compiler says, under strict settings and with every declaration file checked. */
    readonly typeErrors: string,
  ) {}

  /** Installs the tarball, and compiles the application as an ES module and as CommonJS. */
  static async install(folder: string, nest: string, tarball: string): Promise<Consumer> {
    const ofNest = ['common', 'core', 'passport', 'platform-express', 'terminus'];
    await install(
      folder,
      [tarball, ...ofNest.map((name) => `@nestjs/${name}@${nest}`), 'oidc-provider'],
      { 'app.mts': 'app.ts', 'app.cts': 'app.ts', 'two-copies.mts': 'two-copies.mts' },
    );
    await addLibrary(folder);
    return new Consumer(folder, await compile(folder));
  }

  async nestVersion(): Promise<string> {
    const manifest = await readFile(join(this.folder, 'node_modules/@nestjs/core/package.json'));
    return (JSON.parse(manifest.toString()) as { version: string }).version; // every package has one
  }

  async compareCopies(node: string): Promise<SeenCopies> {
    const { stdout } = await execute(node, ['two-copies.mjs'], {
      cwd: this.folder,
      env: { ...process.env, PORT: String(await freePort()) },
    });
    return JSON.parse(stdout) as SeenCopies; // what consumer/two-copies.ts prints
  }

  async logIn(
    node: string,
    file: 'app.mjs' | 'app.cjs',
    flags: readonly string[] = [],
  ): Promise<SeenLogin> {
    const { stdout } = await execute(node, [...flags, file], {
      cwd: this.folder,
      env: { ...process.env, PORT: String(await freePort()) },
    });
    return JSON.parse(stdout) as SeenLogin; // the last lines of consumer/app.ts
  }
}

/** Path of a Node that `npm run set-up` took from npm, where the package `node` takes it from too. */
export function nodeOfNpm(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  return join(ROOT, `temp/node-${version}/node_modules`, name, 'bin/node');
}

/** A folder with these packages, and with these files to compile. */
export async function install(
  folder: string,
  packages: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await npm(folder, 'install', ...packages, '@types/node@20');
  await copyFile(join(SOURCES, 'tsconfig.consumer.json'), join(folder, 'tsconfig.json'));
  for (const [name, source] of Object.entries(files))
    await copyFile(join(SOURCES, source), join(folder, name));
}

/** A library below which npm has installed the package once more, as it does for another version. */
async function addLibrary(folder: string): Promise<void> {
  const library = join(folder, 'feature-library');
  const installed = 'node_modules/nestjs-criipto-auth';
  await cp(join(folder, installed), join(library, installed), { recursive: true });
  await copyFile(join(SOURCES, 'feature-library/index.mts'), join(library, 'index.mts'));
}

/** What the compiler says, under strict settings. */
export async function compile(folder: string): Promise<string> {
  try {
    await execute(process.execPath, [TYPESCRIPT, '-p', folder]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout; // of a program that ran and failed
  }
}
