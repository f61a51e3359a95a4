import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** A process that a benchmark started: it says when it is ready, and then answers questions. */
export class Child {
  private readonly waiting = new Map<number, (value: unknown) => void>();
  private readonly death: Promise<never>;
  private asked = 0;

  private constructor(
    private readonly process: ChildProcess,
    file: string,
  ) {
    this.death = failsEarly(process, file);
    this.death.catch(() => undefined); // told to whoever asks
    // Sent by apps/control.ts alone.
    process.on('message', ({ id, value }: { id: number; value: unknown }) => {
      this.waiting.get(id)?.(value);
      this.waiting.delete(id);
    });
  }

  /** @param file relative to the folder of the compiled benchmarks. */
  static async start(file: string, settings: object): Promise<Child> {
    const child = fork(resolve(import.meta.dirname, '..', file), [JSON.stringify(settings)], {
      execArgv: ['--expose-gc', ...(process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [])],
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await Promise.race([once(child, 'message'), failsEarly(child, file)]);
    return new Child(child, file);
  }

  ask(question: string): Promise<unknown> {
    const id = (this.asked += 1);
    const answer = new Promise((resolveAnswer) => this.waiting.set(id, resolveAnswer));
    this.process.send({ id, question });
    return Promise.race([answer, this.death]);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.disconnect();
    await exit;
  }
}

async function failsEarly(child: ChildProcess, file: string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${file} ended with ${String(code)} before its time`);
}
