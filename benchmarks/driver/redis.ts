import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePort } from './free-port.js';

const run = promisify(execFile);
const PATIENCE_ATTEMPTS = 100;

/** A Redis of our own, which keeps everything in memory and nothing on the disk. */
export class Redis {
  private constructor(
    private readonly server: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(): Promise<Redis> {
    const port = await freePort();
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
    const server = spawn('redis-server', [...options, '--enable-debug-command', 'yes'], {
      stdio: 'ignore',
    });
    await once(server, 'spawn');
    const redis = new Redis(server, port);
    await redis.untilReady();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Makes entries until there are so many, each as large as a session. */
  async fill(entries: number, bytes: number): Promise<void> {
    await this.command('DEBUG', 'POPULATE', String(entries), 'other-session', String(bytes));
  }

  /** How many it has now. */
  async entries(): Promise<number> {
    return Number(await this.command('DBSIZE'));
  }

  async stop(): Promise<void> {
    const exit = once(this.server, 'exit');
    this.server.kill();
    await exit;
  }

  private async untilReady(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.command('PING');
        return;
      } catch (error) {
        if (attempt === PATIENCE_ATTEMPTS) throw error;
        await setTimeout(50);
      }
    }
  }

  private async command(...words: readonly string[]): Promise<string> {
    const { stdout } = await run('redis-cli', ['-e', '-p', String(this.port), ...words]);
    return stdout;
  }
}
