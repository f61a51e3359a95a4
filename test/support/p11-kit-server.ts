import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { programOf } from './programs.js';

const FOLDERS = ['/usr/lib64', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
const CLIENTS = FOLDERS.map((folder) => join(folder, 'pkcs11/p11-kit-client.so'));

/** A token that is reached over a socket, as one in the network: p11-kit's server before a library. */
export class P11KitServer {
  /** What an application loads. */
  readonly library = CLIENTS.find((path) => existsSync(path)) ?? '';
  private server: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly provider: string,
  ) {}

  /** Libraries that are loaded from now on find it by the environment. */
  static async before(provider: string): Promise<P11KitServer> {
    const kit = new P11KitServer(await mkdtemp(join(tmpdir(), 'p11-kit-')), provider);
    process.env['P11_KIT_SERVER_ADDRESS'] = `unix:path=${kit.socket}`;
    await kit.start();
    return kit;
  }

  async start(): Promise<void> {
    const kit = programOf(['p11-kit'], 'P11_KIT_PATH');
    const options = ['--foreground', '--provider', this.provider, '--name', this.socket];
    this.server = spawn(kit, ['server', ...options, 'pkcs11:'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // It says where it listens.
    const { stdout } = this.server;
    if (stdout) await once(stdout, 'data');
  }

  /** Stands still from now on, with all that it was asked. */
  async freeze(): Promise<void> {
    for (const pid of await this.processes()) process.kill(pid, 'SIGSTOP');
  }

  async goOn(): Promise<void> {
    for (const pid of await this.processes()) process.kill(pid, 'SIGCONT');
  }

  async kill(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const ended = once(server, 'exit');
    for (const pid of await processesOf(server)) process.kill(pid, 'SIGKILL');
    await ended;
    await rm(this.socket, { force: true });
  }

  async remove(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async processes(): Promise<readonly number[]> {
    return this.server ? processesOf(this.server) : [];
  }

  private get socket(): string {
    return join(this.folder, 'socket');
  }
}

/** Itself, and one for each connection. */
async function processesOf({ pid = 0 }: ChildProcess): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return [pid, ...children.split(' ').filter(Boolean).map(Number)];
}
