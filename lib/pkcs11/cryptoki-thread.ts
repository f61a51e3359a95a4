import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

import type { PKCS11 } from 'pkcs11js';

import { InvalidOptionsError } from '../errors/options.error.js';

/** What the library needs of a PKCS #11 binding. */
type Call =
  | 'C_Initialize'
  | 'C_Finalize'
  | 'C_GetSlotList'
  | 'C_GetTokenInfo'
  | 'C_OpenSession'
  | 'C_CloseSession'
  | 'C_Login'
  | 'C_FindObjectsInit'
  | 'C_FindObjects'
  | 'C_FindObjectsFinal'
  | 'C_GetAttributeValue'
  | 'C_SignInit'
  | 'C_SignAsync';

type Answer = { readonly id: number } & (
  { readonly value: unknown } | { readonly failure: string }
);

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A call that the library refused, by the standard's name of why: `CKR_PIN_INCORRECT`. */
export class CryptokiError extends Error {
  override readonly name = 'CryptokiError';

  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * A vendor's library in a thread of its own, since its calls block. Each call here is that of the same
 * name there. Keeps the process alive only while an answer is due.
 */
export class CryptokiThread {
  private worker: Worker | undefined;
  private lastId = 0;
  private readonly questions = new Map<number, Question>();

  /** @param path of the vendor's library. It is loaded for the first call. */
  constructor(private readonly path: string) {}

  call<C extends Call>(
    name: C,
    ...args: Parameters<PKCS11[C]>
  ): Promise<Awaited<ReturnType<PKCS11[C]>>> {
    const worker = (this.worker ??= this.start());
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      // The thread answers a call with what that very call returns.
      this.questions.set(id, { resolve: resolve as Question['resolve'], reject });
      worker.ref();
      worker.postMessage({ id, name, args });
    });
  }

  private start(): Worker {
    // As text, because a file of its own would be lost when an application is bundled.
    const worker = new Worker(`(${serve.toString()})(require, ${revived.toString()})`, {
      eval: true,
      workerData: { binding: bindingPath(), path: this.path },
    });
    worker.on('message', (answer: Answer) => this.settle(worker, answer));
    worker.on('error', () => this.died(worker));
    worker.on('exit', () => this.died(worker));
    return worker;
  }

  private settle(worker: Worker, answer: Answer): void {
    const question = this.questions.get(answer.id);
    this.questions.delete(answer.id);
    if (this.questions.size === 0) worker.unref();
    if ('failure' in answer) question?.reject(new CryptokiError(answer.failure));
    else question?.resolve(revived(answer.value));
  }

  private died(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.questions.values())
      reject(new CryptokiError('CKR_LIBRARY_LOAD_FAILED'));
    this.questions.clear();
  }
}

function bindingPath(): string {
  try {
    return createRequire(import.meta.url).resolve('pkcs11js');
  } catch {
    throw new InvalidOptionsError(['`pkcs11Signer` needs the package pkcs11js: install it']);
  }
}

/** What runs in the thread. It gets there as text, so it uses nothing but its parameters. */
function serve(require: NodeJS.Require, revive: typeof revived): void {
  // What Node, `start` and the binding have under these names.
  const { parentPort, workerData } =
    require('node:worker_threads') as typeof import('node:worker_threads');
  const { binding, path } = workerData as { readonly binding: string; readonly path: string };
  const { PKCS11: Binding } = require(binding) as typeof import('pkcs11js');
  const library = new Binding();
  library.load(path);
  const answer = async (name: Call, args: readonly unknown[]): Promise<object> => {
    try {
      // The arguments are those that `call` took for this name.
      const method = library[name] as (...given: unknown[]) => unknown;
      return { value: await method.apply(library, args.map(revive)) };
    } catch (error) {
      // Only the name of the reason: the rest may hold anything.
      return { failure: /CKR_[A-Z0-9_]+/.exec(String(error))?.[0] ?? 'CKR_UNKNOWN' };
    }
  };
  parentPort?.on('message', ({ id, name, args }: { id: number; name: Call; args: unknown[] }) => {
    void answer(name, args).then((result) => parentPort.postMessage({ id, ...result }));
  });
}

/** A message as it was before it was sent: a buffer arrives as an array of bytes. */
function revived(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map((member: unknown) => revived(member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revived(member)]));
}
