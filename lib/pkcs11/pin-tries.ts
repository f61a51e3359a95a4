import type { Handle } from 'pkcs11js';

import { CryptokiError } from './cryptoki-error.js';
import {
  CKF_USER_PIN_COUNT_LOW,
  CKF_USER_PIN_FINAL_TRY,
  CKF_USER_PIN_LOCKED,
  CKS_RO_USER_FUNCTIONS,
  CKU_USER,
} from './cryptoki.js';
import type { LibraryCalls } from './library-start.js';

/** A PIN that was handed over, and how careful to be with it. */
export interface PinTry {
  readonly pin: string;
  readonly atCountLow: 'refuse' | 'try';
  /** Is told what the token says of its PIN, each time that it says something else. */
  readonly tell: (notice: string) => void;
}

const REFUSALS: readonly CryptokiError['code'][] = [
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
];

/**
 * Spends the tries that a token has with care: a few wrong PINs lock it, and only its administrator
 * unlocks it. All instances of an application share them, and have nothing in common but the token. So
 * what it says of its counter is asked before each try:
 *
 * - Never a second time with a PIN that it refused, and never the last try.
 * - Where a wrong PIN was counted, only one of which this process knows more than the others: that it was
 *   right before, or that it is another than the one that this process had refused.
 */
export class PinTries {
  readonly #refused = new Set<string>();
  readonly #proven = new Set<string>();
  readonly #countedHere = new Set<string>();
  private readonly lastNotices = new Map<string, string>();
  private last: Promise<unknown> = Promise.resolve();

  /** One at a time. @throws {CryptokiError} */
  login(library: LibraryCalls, session: Handle, slot: Handle, pinTry: PinTry): Promise<void> {
    const attempt = this.last.then(() => this.attempt(library, session, slot, pinTry));
    this.last = attempt.catch(() => undefined);
    return attempt;
  }

  private async attempt(
    library: LibraryCalls,
    session: Handle,
    slot: Handle,
    pinTry: PinTry,
  ): Promise<void> {
    // A login is the whole process's: another session made it.
    if (await isLoggedIn(library, session)) return;
    const token = slot.toString('hex');
    const attempt = `${token} ${pinTry.pin}`;
    if (this.#refused.has(attempt)) throw new CryptokiError('CKR_PIN_INCORRECT');
    this.assertMayTry(await this.flags(library, slot, pinTry), token, pinTry);
    try {
      await library.call('C_Login', session, CKU_USER, pinTry.pin);
      this.#proven.add(attempt);
      this.#countedHere.delete(token);
    } catch (error) {
      if (!(error instanceof CryptokiError) || !REFUSALS.includes(error.code)) throw error;
      this.#refused.add(attempt);
      this.#proven.delete(attempt);
      this.#countedHere.add(token);
      await this.flags(library, slot, pinTry).catch(() => undefined);
      throw error;
    }
  }

  private assertMayTry(flags: number, token: string, { pin, atCountLow }: PinTry): void {
    if ((flags & CKF_USER_PIN_LOCKED) !== 0) throw new CryptokiError('CKR_PIN_LOCKED');
    if ((flags & CKF_USER_PIN_FINAL_TRY) !== 0) throw new CryptokiError('PIN_FINAL_TRY');
    const isLow = (flags & CKF_USER_PIN_COUNT_LOW) !== 0;
    const isKnown = this.#proven.has(`${token} ${pin}`) || this.#countedHere.has(token);
    if (isLow && !isKnown && atCountLow === 'refuse') throw new CryptokiError('PIN_COUNT_LOW');
  }

  private async flags(library: LibraryCalls, slot: Handle, { tell }: PinTry): Promise<number> {
    const { flags } = await library.call('C_GetTokenInfo', slot);
    const token = slot.toString('hex');
    const notice = noticeOf(flags);
    if (notice !== (this.lastNotices.get(token) ?? '') && notice !== '') tell(notice);
    this.lastNotices.set(token, notice);
    return flags;
  }
}

async function isLoggedIn(library: LibraryCalls, session: Handle): Promise<boolean> {
  const { state } = await library.call('C_GetSessionInfo', session);
  return state === CKS_RO_USER_FUNCTIONS;
}

function noticeOf(flags: number): string {
  if ((flags & CKF_USER_PIN_LOCKED) !== 0)
    return 'The token has locked its PIN (CKF_USER_PIN_LOCKED): unlock it with its tools';
  if ((flags & CKF_USER_PIN_FINAL_TRY) !== 0)
    return 'One more wrong PIN locks the token (CKF_USER_PIN_FINAL_TRY): log in to it with its tools';
  if ((flags & CKF_USER_PIN_COUNT_LOW) !== 0)
    return 'The token has counted a wrong PIN since the last right one (CKF_USER_PIN_COUNT_LOW)';
  return '';
}
