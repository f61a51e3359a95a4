import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

import type { PKCS11 } from 'pkcs11js';

import { FairTimer } from '../common/fair-timer.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { CryptokiError } from './cryptoki-error.js';
import { PROGRAM } from './cryptoki-program.js';

/** What we need of a PKCS #11 binding. */
export type CryptokiCallName =
  | 'C_Initialize'
  | 'C_Finalize'
  | 'C_GetSlotList'
  | 'C_GetTokenInfo'
  | 'C_OpenSession'
  | 'C_CloseSession'
  | 'C_GetSessionInfo'
  | 'C_Login'
  | 'C_FindObjectsInit'
  | 'C_FindObjects'
  | 'C_FindObjectsFinal'
  | 'C_GetAttributeValue'
  | 'C_SignInit'
  | 'C_SignAsync';

/** A call with its arguments. */
export type CryptokiCall = {
  [C in CryptokiCallName]: readonly [C, ...Parameters<PKCS11[C]>];
}[CryptokiCallName];

type Message =
  | { readonly loaded: true }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: `CKR_${string}` };

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly limit: FairTimer;
}

/**
 * A vendor's library in a process of its own, since its calls block, and nothing but the end of their
 * process ends one that hangs. Lives until a call is not answered in time, or its parent ends, however
 * that ends; and never keeps that alive, which who waits for an answer does.
 */
export class CryptokiProcess {
  /** Settles when it is gone, and holds on to the token no longer. */
  readonly gone: Promise<void>;
  private readonly child: ChildProcess;
  private readonly questions = new Map<number, Question>();
  private lastId = 0;
  private isLoaded = false;
  private over = false;

  /** @param path of the vendor's library. */
  constructor(path: string, env: NodeJS.ProcessEnv) {
    const program = ['--input-type=commonjs', '--eval', PROGRAM, '--', bindingPath(), path];
    this.child = spawn(process.execPath, program, {
      env,
      serialization: 'advanced',
      stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
      windowsHide: true,
    });
    this.child.on('message', (message: Message) => this.hear(message));
    this.gone = new Promise((resolve) => {
      const ended = () => {
        this.end(this.isLoaded ? 'PROCESS_ENDED' : 'CKR_LIBRARY_LOAD_FAILED');
        resolve();
      };
      this.child.once('exit', ended);
      this.child.on('error', ended);
    });
    this.release();
  }

  get isOver(): boolean {
    return this.over;
  }

  /**
   * What the last of these calls gives. They follow one another, in one message.
   *
   * @param seconds that they may take, waiting for others included.
   * @throws {CryptokiError}
   */
  run(seconds: number, ...calls: readonly CryptokiCall[]): Promise<unknown> {
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      if (this.over) throw new CryptokiError('PROCESS_ENDED');
      const limit = new FairTimer(seconds * 1000, () => this.end('NO_ANSWER'), false);
      this.questions.set(id, { resolve, reject, limit });
      this.child.send({ id, calls }, (error) => error && this.end('PROCESS_ENDED'));
    });
  }

  /** Kills it. Who waits for an answer is told why. */
  end(why: CryptokiError['code']): void {
    if (this.over) return;
    this.over = true;
    this.child.kill('SIGKILL');
    for (const { reject, limit } of this.questions.values()) {
      limit.stop();
      reject(new CryptokiError(why));
    }
    this.questions.clear();
  }

  private hear(message: Message): void {
    if ('loaded' in message) {
      this.isLoaded = true;
      return;
    }
    const question = this.questions.get(message.id);
    if (question === undefined) return;
    this.questions.delete(message.id);
    question.limit.stop();
    if ('failure' in message) question.reject(new CryptokiError(message.failure));
    else question.resolve(message.value);
  }

  /** Lets this process end whenever it has nothing else to do. */
  private release(): void {
    const { child } = this;
    child.unref();
    child.channel?.unref();
    // A pipe is a socket. It is never written to: its end tells the child that we ended.
    const { stdin } = child as { stdin: { unref?: () => void } | null };
    stdin?.unref?.();
  }
}

/**
 * Beside this file, or beside the bundle that it went into. The function that looks is not imported, since
 * bundlers know it then, and put the binding, which is native, into the bundle.
 */
function bindingPath(): string {
  const { createRequire: requireFrom } = process.getBuiltinModule('node:module');
  for (const place of [import.meta.url, process.argv[1], join(process.cwd(), 'main.js')]) {
    try {
      return requireFrom(place ?? '').resolve('pkcs11js');
    } catch {
      // The next place is tried.
    }
  }
  throw new InvalidOptionsError(['`pkcs11Signer` needs the package pkcs11js: install it']);
}
