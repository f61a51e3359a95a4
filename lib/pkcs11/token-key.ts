import type { JsonWebKey } from 'node:crypto';

import type { Handle, Template } from 'pkcs11js';

import type { TimeLimit } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { ConcurrencyLimit } from '../keys/remote/concurrency-limit.js';
import { askForPin } from './ask-for-pin.js';
import { CryptokiError } from './cryptoki-error.js';
import { type CryptokiLibrary, START_SECONDS } from './cryptoki-library.js';
import {
  CKA_CLASS,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_LABEL,
  CKF_SERIAL_SESSION,
  CKO_PRIVATE_KEY,
  CKO_PUBLIC_KEY,
} from './cryptoki.js';
import { inTime } from './in-time.js';
import type { LibraryCalls, LibraryStart } from './library-start.js';
import { PKCS11_ALGORITHMS, type Pkcs11Algorithm } from './pkcs11-algorithms.js';
import { tokenError } from './token-error.js';
import { publicJwkOf } from './token-public-key.js';

/** Where a key is, and what opens it. */
export interface TokenKeyPlace {
  readonly slot: number | undefined;
  readonly tokenLabel: string | undefined;
  readonly keyLabel: string | undefined;
  readonly keyId: Buffer | undefined;
  readonly pin: () => unknown;
  readonly atCountLow: 'refuse' | 'try';
}

/** In seconds. */
export interface TokenKeyLimits {
  readonly signature: number;
  /** What a PIN may take, and after it the opening of a session in all, the search for the key included. */
  readonly opening: number;
}

interface OpenSession {
  readonly start: LibraryStart;
  readonly session: Handle;
  readonly privateKey: Handle;
}

/** One private key in a token, and the sessions in which it signs. */
export class TokenKey {
  private readonly sessions: ConcurrencyLimit;
  private idle: OpenSession[] = [];

  constructor(
    private readonly library: CryptokiLibrary,
    private readonly place: TokenKeyPlace,
    private readonly alg: Pkcs11Algorithm,
    private readonly limits: TokenKeyLimits,
    maxSessions: number,
    private readonly tell: (notice: string) => void,
  ) {
    this.sessions = new ConcurrencyLimit(maxSessions);
  }

  /**
   * The signature as tokens make it: for ECDSA `r || s`.
   *
   * @throws {CriiptoAuthError} `signer_failed`, `key_invalid`.
   */
  sign(bytes: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const { mechanism } = PKCS11_ALGORITHMS[this.alg];
    return this.sessions.run(signal, () =>
      this.inSession(signal, ({ start, session, privateKey }) =>
        start.within(this.limits.signature).sign(session, mechanism, privateKey, bytes),
      ),
    );
  }

  /** @throws {CriiptoAuthError} `signer_failed`, `key_invalid`. */
  publicJwk(): Promise<JsonWebKey> {
    const work = ({ signal }: TimeLimit) =>
      this.inSession(signal, async ({ start, session, privateKey }) => {
        const library = start.within(this.limits.opening);
        const [publicKey] = await this.find(library, session, CKO_PUBLIC_KEY);
        return publicJwkOf(library, session, this.alg, publicKey ?? privateKey);
      });
    const late = () => tokenError(new CryptokiError('NO_ANSWER'));
    return inTime(START_SECONDS + 2 * this.limits.opening, work, late);
  }

  /** Who gave up meanwhile leaves the session that was opened to others. */
  private async inSession<T>(
    signal: AbortSignal,
    work: (session: OpenSession) => Promise<T>,
  ): Promise<T> {
    try {
      const made = await this.library.use(signal, async (start) => {
        const session = this.takeIdle(start) ?? (await this.openInTime(start));
        const result = signal.aborted ? undefined : { value: await work(session) };
        this.idle.push(session);
        return result;
      });
      if (made === undefined) throw signal.reason;
      return made.value;
    } catch (error) {
      throw error instanceof CryptokiError ? tokenError(error) : error;
    }
  }

  /** Sessions from before the library started anew are gone. */
  private takeIdle(start: LibraryStart): OpenSession | undefined {
    this.idle = this.idle.filter((session) => session.start === start);
    return this.idle.pop();
  }

  private async openInTime(start: LibraryStart): Promise<OpenSession> {
    const pin = await askForPin(this.place.pin, this.limits.opening);
    const late = () => {
      start.giveUp();
      return new CryptokiError('NO_ANSWER');
    };
    return inTime(this.limits.opening, ({ signal }) => this.open(start, pin, signal), late);
  }

  private async open(start: LibraryStart, pin: string, signal: AbortSignal): Promise<OpenSession> {
    const library = start.within(this.limits.opening, signal);
    const slot = await this.slot(library);
    const session = await library.call('C_OpenSession', slot, CKF_SERIAL_SESSION);
    try {
      const { tell } = this;
      const { atCountLow } = this.place;
      await this.library.pins.login(library, session, slot, { pin, atCountLow, tell });
      return { start, session, privateKey: await this.privateKey(library, session) };
    } catch (error) {
      // A token has few, for all its applications. One that is gone has none to close.
      const anyTime = start.within(this.limits.opening);
      await anyTime.call('C_CloseSession', session).catch(() => undefined);
      throw error;
    }
  }

  private async privateKey(library: LibraryCalls, session: Handle): Promise<Handle> {
    const [privateKey, another] = await this.find(library, session, CKO_PRIVATE_KEY);
    if (privateKey === undefined)
      throw new CriiptoAuthError('signer_failed', `The token has no private key for ${this.name}`);
    if (another !== undefined) {
      throw new CriiptoAuthError(
        'key_invalid',
        `The token has several private keys for ${this.name}: name one by its \`keyId\``,
      );
    }
    return privateKey;
  }

  private async slot(library: LibraryCalls): Promise<Handle> {
    for (const slot of await library.call('C_GetSlotList', true)) {
      if (await this.isOurs(library, slot)) return slot;
    }
    throw new CryptokiError('CKR_TOKEN_NOT_PRESENT');
  }

  private async isOurs(library: LibraryCalls, slot: Handle): Promise<boolean> {
    if (this.place.slot !== undefined) return slotNumber(slot) === this.place.slot;
    const { label } = await library.call('C_GetTokenInfo', slot);
    // PKCS #11 fills labels up with blanks.
    return label.trimEnd() === this.place.tokenLabel;
  }

  private async find(
    library: LibraryCalls,
    session: Handle,
    keyClass: number,
  ): Promise<readonly Handle[]> {
    const { keyLabel, keyId } = this.place;
    const template: Template = [
      { type: CKA_CLASS, value: keyClass },
      { type: CKA_KEY_TYPE, value: PKCS11_ALGORITHMS[this.alg].keyType },
      ...(keyLabel === undefined ? [] : [{ type: CKA_LABEL, value: keyLabel }]),
      ...(keyId === undefined ? [] : [{ type: CKA_ID, value: keyId }]),
    ];
    await library.call('C_FindObjectsInit', session, template);
    const found: Handle[] = [];
    let next = await library.call('C_FindObjects', session);
    while (next) {
      found.push(next);
      next = await library.call('C_FindObjects', session);
    }
    await library.call('C_FindObjectsFinal', session);
    return found;
  }

  private get name(): string {
    const { keyLabel, keyId } = this.place;
    return `${this.alg} named ${keyLabel ?? keyId?.toString('hex')}`;
  }
}

/** A handle is a native number; those of slots are small. */
function slotNumber(slot: Handle): number {
  return slot.readUIntLE(0, Math.min(slot.length, 6));
}
