import { untilAborted } from '../common/until-aborted.js';
import { CryptokiError } from './cryptoki-error.js';
import { CryptokiProcess } from './cryptoki-process.js';
import { CKF_OS_LOCKING_OK } from './cryptoki.js';
import { libraryEnvironment } from './library-environment.js';
import { LibraryStart } from './library-start.js';
import { PinTries } from './pin-tries.js';

const libraries = new Map<string, CryptokiLibrary>();

/** What the start of a library may take: some look for several HSMs, and wait for one that is away. */
export const START_SECONDS = 30;

/**
 * A vendor's library, in one process for all keys that are used through it. After a failure it starts
 * anew, because only that finds again a token that went away; after a call that hung, in a new process.
 */
export class CryptokiLibrary {
  readonly pins = new PinTries();
  readonly #secrets = new Set<string>();
  private process: CryptokiProcess | undefined;
  private started: LibraryStart | undefined;
  private previous: LibraryStart | undefined;
  private starting: Promise<void> | undefined;

  private constructor(private readonly path: string) {}

  static at(path: string): CryptokiLibrary {
    const library = libraries.get(path) ?? new CryptokiLibrary(path);
    libraries.set(path, library);
    return library;
  }

  /** No variable of the environment with this text is handed on to the library. */
  keepSecret(pin: string): void {
    this.#secrets.add(pin);
  }

  /**
   * @param signal ends the wait for a start, which goes on for others.
   * @throws {CryptokiError} and whatever the work throws.
   */
  async use<T>(signal: AbortSignal, work: (start: LibraryStart) => Promise<T>): Promise<T> {
    const start = await untilAborted(this.ready(), signal);
    try {
      return await start.use(() => work(start));
    } catch (error) {
      const isAboutPin = error instanceof CryptokiError && error.isAboutPin;
      if (this.started === start && !isAboutPin) this.startAnewNextTime();
      throw error;
    }
  }

  private startAnewNextTime(): void {
    this.previous = this.started;
    this.started = undefined;
  }

  private async ready(): Promise<LibraryStart> {
    while (this.started === undefined || this.started.isOver) {
      await (this.starting ??= this.start().finally(() => (this.starting = undefined)));
    }
    return this.started;
  }

  private async start(): Promise<void> {
    await this.previous?.finish(START_SECONDS);
    const process = await this.runningProcess();
    await process.run(START_SECONDS, ['C_Initialize', { flags: CKF_OS_LOCKING_OK }]);
    this.started = new LibraryStart(process);
    this.previous = undefined;
  }

  /** One at a time, also when one that was killed does not end at once: many tokens know but one. */
  private async runningProcess(): Promise<CryptokiProcess> {
    if (this.process?.isOver === false) return this.process;
    await this.process?.gone;
    this.process = new CryptokiProcess(this.path, libraryEnvironment(process.env, this.#secrets));
    return this.process;
  }
}
