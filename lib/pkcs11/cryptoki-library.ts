import type { Handle } from 'pkcs11js';

import { CryptokiError, CryptokiThread } from './cryptoki-thread.js';
import { CKF_OS_LOCKING_OK, CKU_USER } from './cryptoki.js';

const libraries = new Map<string, CryptokiLibrary>();

const PIN_REFUSALS = ['CKR_PIN_INCORRECT', 'CKR_PIN_INVALID', 'CKR_PIN_LEN_RANGE'];

/** The calls of a library between two starts: handles of one start mean nothing to the next. */
export interface StartedLibrary {
  readonly call: CryptokiThread['call'];
}

/**
 * A vendor's library. A process has but one state of it, whoever uses it; after a failure it starts
 * anew, because only that finds again a token that went away.
 */
export class CryptokiLibrary {
  private readonly thread: CryptokiThread;
  readonly #refusedPins = new Set<string>();
  private started: StartedLibrary | undefined;
  private starting: Promise<void> | undefined;
  private loggingIn: Promise<unknown> = Promise.resolve();
  private users = 0;
  private whenUnused: (() => void)[] = [];

  private constructor(path: string) {
    this.thread = new CryptokiThread(path);
  }

  static at(path: string): CryptokiLibrary {
    const library = libraries.get(path) ?? new CryptokiLibrary(path);
    libraries.set(path, library);
    return library;
  }

  /** @throws {CryptokiError} and whatever the work throws. */
  async use<T>(work: (library: StartedLibrary) => Promise<T>): Promise<T> {
    const library = await this.ready();
    this.users += 1;
    try {
      return await work(library);
    } catch (error) {
      if (this.started === library && !isAboutPin(error)) this.started = undefined;
      throw error;
    } finally {
      this.users -= 1;
      if (this.users === 0) for (const wakeUp of this.whenUnused.splice(0)) wakeUp();
    }
  }

  /** One at a time, and never twice with a PIN that was refused: a few wrong ones lock the token. */
  login(library: StartedLibrary, session: Handle, slot: Handle, pin: string): Promise<void> {
    const attempt = this.loggingIn.then(() => this.tryPin(library, session, slot, pin));
    this.loggingIn = attempt.catch(() => undefined);
    return attempt;
  }

  private async tryPin(
    library: StartedLibrary,
    session: Handle,
    slot: Handle,
    pin: string,
  ): Promise<void> {
    const attempt = `${slot.toString('hex')} ${pin}`;
    if (this.#refusedPins.has(attempt)) throw new CryptokiError('CKR_PIN_INCORRECT');
    try {
      await library.call('C_Login', session, CKU_USER, pin);
    } catch (error) {
      // A login is the whole process's: another session made it.
      if (codeOf(error) === 'CKR_USER_ALREADY_LOGGED_IN') return;
      if (PIN_REFUSALS.includes(codeOf(error))) this.#refusedPins.add(attempt);
      throw error;
    }
  }

  private async ready(): Promise<StartedLibrary> {
    while (this.started === undefined) {
      if (this.users > 0) await new Promise<void>((resolve) => this.whenUnused.push(resolve));
      else await (this.starting ??= this.start().finally(() => (this.starting = undefined)));
    }
    return this.started;
  }

  /** Nobody may be using it. */
  private async start(): Promise<void> {
    await this.thread.call('C_Finalize').catch(unlessLoadFailed);
    await this.thread.call('C_Initialize', { flags: CKF_OS_LOCKING_OK });
    this.started = { call: (name, ...args) => this.thread.call(name, ...args) };
  }
}

/** That it was not running is no matter. */
function unlessLoadFailed(error: unknown): void {
  if (codeOf(error) === 'CKR_LIBRARY_LOAD_FAILED') throw error;
}

function isAboutPin(error: unknown): boolean {
  return codeOf(error).startsWith('CKR_PIN_');
}

function codeOf(error: unknown): string {
  return error instanceof CryptokiError ? error.code : '';
}
