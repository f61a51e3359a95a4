import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from './test-app.js';

const READY_WITHIN_MS = 10_000;

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

  private async ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answersPing(this.port))) {
      if (this.process.exitCode !== null) throw new Error(`${this.binary} did not start`);
      if (Date.now() > deadline) throw new Error(`${this.binary} does not answer`);
      await pause(20);
    }
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
  const server = spawn(binary, [...where, ...keepNothing, ...settings], { stdio: 'ignore' });
  // A test that is aborted must not leave it behind.
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  return server;
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer]; // no encoding was set
    return /^(\+PONG|-NOAUTH)/.test(answer.toString());
  } catch {
    return false; // not there yet
  } finally {
    socket.destroy();
  }
}
