import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const LOOK_EVERY_MS = 25;
const PATIENCE_MS = 30_000;

/** A program that runs until the suite is over, with all that it starts. */
export class Program {
  private constructor(private readonly child: ChildProcess) {}

  static start(command: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
    const [name = '', ...args] = command;
    const child = spawn(name, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      detached: true,
      env: { ...process.env, ...env },
    });
    return new Program(child);
  }

  /** Waits until it listens on a port of this machine. */
  async listening(port: number): Promise<void> {
    for (const start = Date.now(); Date.now() - start < PATIENCE_MS;) {
      if (this.child.exitCode !== null) throw new Error(`${this.child.spawnfile} has ended`);
      if (await isListening(port)) return;
      await setTimeout(LOOK_EVERY_MS);
    }
    throw new Error(`${this.child.spawnfile} does not listen`);
  }

  /** The first line that it writes to its fourth file, which stays open: a program that writes on would die. */
  said(): Promise<string> {
    const output = this.child.stdio[3];
    let text = '';
    return new Promise((resolve, reject) => {
      output?.on('data', (chunk: unknown) => {
        text += String(chunk);
        if (text.includes('\n')) resolve(text.trim());
      });
      this.child.once('exit', () => reject(new Error(`${this.child.spawnfile} has ended`)));
    });
  }

  async stop(): Promise<void> {
    const { pid, exitCode } = this.child;
    if (pid === undefined || exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    process.kill(-pid, 'SIGKILL'); // its own process group
    await ended;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const tell = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', tell(true)).once('error', tell(false));
  });
}
