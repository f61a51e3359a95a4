import { Worker } from 'node:worker_threads';

interface Answer {
  readonly id: number;
  readonly rows: unknown[];
  readonly failure?: string;
}

/** A PostgreSQL of a test's own, in memory. */
export class Postgres {
  private readonly worker = new Worker(new URL('./postgres-worker.mjs', import.meta.url));
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private queries = 0;

  constructor() {
    this.worker.on('message', (answer: Answer) => this.waiting.get(answer.id)?.(answer));
  }

  async query(sql: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
    this.queries += 1;
    const id = this.queries;
    const answered = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    this.worker.postMessage({ id, sql, values });
    const { rows, failure } = await answered;
    this.waiting.delete(id);
    if (failure !== undefined) throw new Error(failure);
    return { rows };
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
