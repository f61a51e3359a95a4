import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { programOf } from './programs.js';

const SOURCE = new URL('./watched-token.cpp', import.meta.url).pathname;
const HEADERS = new URL('../../node_modules/pkcs11js/includes', import.meta.url).pathname;

const execute = promisify(execFile);

type Call =
  'C_Initialize' | 'C_Finalize' | 'C_OpenSession' | 'C_CloseSession' | 'C_Login' | 'C_Sign';

let compiled: Promise<string> | undefined;

/** A PKCS #11 library that hands all to another one, tells what it was asked, and hangs when it is told to. */
export class WatchedToken {
  readonly library: string;

  private constructor(private readonly folder: string) {
    this.library = join(folder, 'watched-token.so');
  }

  static async before(library: string): Promise<WatchedToken> {
    const token = new WatchedToken(await mkdtemp(join(tmpdir(), 'watched-token-')));
    await copyFile(await (compiled ??= compile()), token.library);
    await writeFile(join(token.folder, 'library'), library);
    return token;
  }

  /** From now on, in each call of this name, for ever. */
  async hangIn(call: Call): Promise<void> {
    await writeFile(join(this.folder, `hang-${call}`), '');
  }

  /** What has begun to hang goes on to. */
  async hangNoMoreIn(call: Call): Promise<void> {
    await rm(join(this.folder, `hang-${call}`));
  }

  async slowDown(call: Call, milliseconds: number): Promise<void> {
    await writeFile(join(this.folder, `slow-${call}`), `${milliseconds}`);
  }

  /** Flags that the token has from now on, besides its own. */
  async flag(flags: number): Promise<void> {
    await writeFile(join(this.folder, 'flags'), `${flags}`);
  }

  async count(call: Call): Promise<number> {
    const calls = join(this.folder, 'calls');
    if (!existsSync(calls)) return 0;
    return (await readFile(calls, 'utf8')).split('\n').filter((line) => line === call).length;
  }

  async remove(): Promise<void> {
    // A process that ends may still write down its last call.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function compile(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'watched-token-')), 'watched-token.so');
  const compiler = programOf(['g++', 'clang++'], 'CXX');
  await execute(compiler, ['-shared', '-fPIC', '-I', HEADERS, '-o', path, SOURCE, '-ldl']);
  return path;
}
