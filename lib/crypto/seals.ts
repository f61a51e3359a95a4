import { Seal } from './seal.js';

/** What is sealed. Each has a key of its own, so that what was sealed for one use is good for no other. */
export type SealUse =
  | 'age'
  | 'ciba'
  | 'headless'
  | 'late callback'
  | 'login'
  | 'logout'
  | 'logout question'
  | 'seen'
  | 'session'
  | 'session cookie'
  | 'silent login'
  | 'stored session';

/** Makes the seals of one client, and keeps what they are made of to itself. */
export class Seals {
  readonly #secrets: readonly string[];
  readonly #owner: string;

  /**
   * @param secrets the first seals, all open.
   * @param owner whose seals they are: nobody else opens them, whoever has the same secrets.
   */
  constructor(secrets: readonly string[], owner: string) {
    this.#secrets = secrets;
    this.#owner = owner;
  }

  /** Derives keys, which takes a moment: once, at start. */
  for(use: SealUse): Seal {
    return new Seal(this.#secrets, `${use} ${this.#owner}`);
  }
}
