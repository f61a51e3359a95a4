import type { Handle, Mechanism, PKCS11 } from 'pkcs11js';

import { CryptokiError } from './cryptoki-error.js';
import type { CryptokiCall, CryptokiCallName, CryptokiProcess } from './cryptoki-process.js';

type Returned<C extends CryptokiCallName> = Awaited<ReturnType<PKCS11[C]>>;

/** Calls of a library that may take so long and no longer. All throw `CryptokiError`. */
export interface LibraryCalls {
  readonly call: <C extends CryptokiCallName>(
    name: C,
    ...args: Parameters<PKCS11[C]>
  ) => Promise<Returned<C>>;
  /** `C_SignInit` and `C_Sign` at one go. */
  readonly sign: (
    session: Handle,
    mechanism: Mechanism,
    key: Handle,
    bytes: Uint8Array,
  ) => Promise<Uint8Array>;
}

/** Longer than any signature: of RSA with 8192 bits. */
const MAX_SIGNATURE_BYTES = 1024;

/** A library between two starts: handles of one start mean nothing to the next. */
export class LibraryStart {
  private users = 0;
  private whenUnused: (() => void)[] = [];
  private isFinished = false;

  constructor(private readonly process: CryptokiProcess) {}

  /** Its process is gone, and everybody who used it was told so. */
  get isOver(): boolean {
    return this.process.isOver;
  }

  /**
   * @param seconds that each may take, before the process is killed.
   * @param until nothing more is called.
   */
  within(seconds: number, until?: AbortSignal): LibraryCalls {
    const run = async (...calls: readonly CryptokiCall[]): Promise<unknown> => {
      until?.throwIfAborted();
      if (this.isFinished) throw new CryptokiError('PROCESS_ENDED');
      return this.process.run(seconds, ...calls);
    };
    return {
      call: <C extends CryptokiCallName>(name: C, ...args: Parameters<PKCS11[C]>) =>
        // The arguments are those of this name, and the answer is what that call returns.
        run([name, ...args] as unknown as CryptokiCall) as Promise<Returned<C>>,
      sign: async (session, mechanism, key, bytes) => {
        const room = Buffer.alloc(MAX_SIGNATURE_BYTES);
        const init = ['C_SignInit', session, mechanism, key] as const;
        const signature = await run(init, ['C_SignAsync', session, Buffer.from(bytes), room]);
        return signature as Uint8Array; // what the last of them returns
      },
    };
  }

  /** What it was asked takes too long, though each call may be answered in time. */
  giveUp(): void {
    this.process.end('NO_ANSWER');
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    this.users += 1;
    try {
      return await work();
    } finally {
      this.users -= 1;
      if (this.users === 0) for (const wakeUp of this.whenUnused.splice(0)) wakeUp();
    }
  }

  /** Ends what was begun here and nothing else, as soon as nobody uses it. */
  async finish(seconds: number): Promise<void> {
    if (this.users > 0) await new Promise<void>((resolve) => this.whenUnused.push(resolve));
    if (this.isFinished || this.isOver) return;
    this.isFinished = true;
    // A library that does not even end has nothing to start with.
    await this.process.run(seconds, ['C_Finalize']).catch(() => this.process.end('PROCESS_ENDED'));
  }
}
