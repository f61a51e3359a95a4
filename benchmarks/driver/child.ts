import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** A process that a benchmark started: it says when it is ready, and answers one question at a time. */
export class Child {
  private constructor(private readonly process: ChildProcess) {}

  /** @param file relative to the folder of the compiled benchmarks. */
  static async start(file: string, settings: object): Promise<Child> {
    const child = fork(resolve(import.meta.dirname, '..', file), [JSON.stringify(settings)], {
      execArgv: ['--expose-gc', ...(process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [])],
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await Promise.race([once(child, 'message'), failsEarly(child, file)]);
    return new Child(child);
  }

  async ask(question: string): Promise<unknown> {
    const answer = once(this.process, 'message');
    this.process.send(question);
    const [value] = await answer;
    return value;
  }

  async stop(): Promise<void> {
    const exit = once(this.process, 'exit');
    this.process.disconnect();
    await exit;
  }
}

async function failsEarly(child: ChildProcess, file: string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${file} ended with ${String(code)} before it was ready`);
}
