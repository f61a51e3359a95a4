import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from './free-port.js';

const READY_WITHIN_MS = 10_000;

/** Valkey is Redis by another name, and is tried where it is installed. */
export const REDIS_BINARIES = ['redis-server', 'valkey-server'].filter(isInstalled);

/** A Redis (or Valkey) of a test's own, on a free port, that keeps nothing and can be made to fail. */
export class RedisServer {
  private constructor(
    readonly port: number,
    private readonly binary: string,
    private readonly folder: string,
    private readonly settings: readonly string[],
    private process: ChildProcess,
  ) {}

  /**
   * @param binary `redis-server`, or another that takes the same arguments.
   * @param settings more arguments, such as `--maxmemory`, `2mb`.
   */
  static async start(binary = 'redis-server', settings: readonly string[] = []) {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'redis-'));
    const server = new RedisServer(
      port,
      binary,
      folder,
      settings,
      launch(binary, port, folder, settings),
    );
    await server.ready();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** What it answers to a command, as it comes. */
  async tell(command: string): Promise<string> {
    const answer = await ask(this.port, command);
    if (answer === undefined || answer.startsWith('-'))
      throw new Error(`${this.binary} says ${answer ?? 'nothing'} to ${command}`);
    return answer;
  }

  /** Waits until it answers so to a command. */
  async until(command: string, answer: RegExp): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!answer.test((await ask(this.port, command)) ?? '')) {
      if (this.process.exitCode !== null) throw new Error(`${this.binary} did not start`);
      if (Date.now() > deadline) throw new Error(`${this.binary} never says ${answer.source}`);
      await pause(20);
    }
  }

  /** Takes connections and answers none, as a machine does that is out of breath. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  /** Gone at once, with all that it had. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  /** Again, on the same port, and empty. */
  async restart(): Promise<void> {
    await this.kill();
    this.process = launch(this.binary, this.port, this.folder, this.settings);
    await this.ready();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private ready(): Promise<void> {
    return this.until('PING', /^(\+PONG|-NOAUTH)/);
  }
}

function launch(
  binary: string,
  port: number,
  folder: string,
  settings: readonly string[],
): ChildProcess {
  const keepNothing = ['--save', '', '--appendonly', 'no', '--dir', folder];
  const where = ['--port', String(port), '--bind', '127.0.0.1'];
  // A Sentinel has a file, and nothing to keep.
  const mine = settings.includes('--sentinel') ? where : [...where, ...keepNothing];
  const args = [...settings, ...mine];
  const server = spawn(binary, args, { stdio: 'ignore' });
  // A test that is aborted must not leave it behind.
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  return server;
}

/** Nothing while nobody is there. */
async function ask(port: number, command: string): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write(`${command}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer]; // no encoding was set
    return answer.toString();
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}

function isInstalled(binary: string): boolean {
  try {
    execFileSync(binary, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
