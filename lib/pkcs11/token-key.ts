import type { JsonWebKey } from 'node:crypto';

import type { Handle, Template } from 'pkcs11js';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { ConcurrencyLimit } from '../keys/remote/concurrency-limit.js';
import type { CryptokiLibrary, StartedLibrary } from './cryptoki-library.js';
import {
  CKA_CLASS,
  CKA_ID,
  CKA_KEY_TYPE,
  CKA_LABEL,
  CKF_SERIAL_SESSION,
  CKO_PRIVATE_KEY,
  CKO_PUBLIC_KEY,
} from './cryptoki.js';
import { PKCS11_ALGORITHMS, type Pkcs11Algorithm } from './pkcs11-algorithms.js';
import { tokenError } from './token-error.js';
import { publicJwkOf } from './token-public-key.js';

/** Where a key is, and what opens it. */
export interface TokenKeyPlace {
  readonly slot: number | undefined;
  readonly tokenLabel: string | undefined;
  readonly keyLabel: string | undefined;
  readonly keyId: Buffer | undefined;
  readonly pin: () => string | Promise<string>;
}

interface OpenSession {
  readonly library: StartedLibrary;
  readonly session: Handle;
  readonly privateKey: Handle;
}

/** Longer than any signature: of RSA with 8192 bits. */
const MAX_SIGNATURE_BYTES = 1024;

/** One private key in a token, and the sessions in which it signs. */
export class TokenKey {
  private readonly sessions: ConcurrencyLimit;
  private idle: OpenSession[] = [];

  constructor(
    private readonly library: CryptokiLibrary,
    private readonly place: TokenKeyPlace,
    private readonly alg: Pkcs11Algorithm,
    maxSessions: number,
  ) {
    this.sessions = new ConcurrencyLimit(maxSessions);
  }

  /**
   * The signature as tokens make it: for ECDSA `r || s`.
   *
   * @throws {CriiptoAuthError} `signer_failed`, `key_invalid`.
   */
  sign(bytes: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    return this.sessions.run(signal, () =>
      this.inSession(async ({ library, session, privateKey }) => {
        const { mechanism } = PKCS11_ALGORITHMS[this.alg];
        await library.call('C_SignInit', session, mechanism, privateKey);
        const room = Buffer.alloc(MAX_SIGNATURE_BYTES);
        return library.call('C_SignAsync', session, Buffer.from(bytes), room);
      }),
    );
  }

  /** @throws {CriiptoAuthError} `signer_failed`, `key_invalid`. */
  publicJwk(): Promise<JsonWebKey> {
    return this.inSession(async ({ library, session, privateKey }) => {
      const [publicKey] = await this.find(library, session, CKO_PUBLIC_KEY);
      return publicJwkOf(library, session, this.alg, publicKey ?? privateKey);
    });
  }

  private async inSession<T>(work: (session: OpenSession) => Promise<T>): Promise<T> {
    try {
      return await this.library.use(async (library) => {
        const session = this.takeIdle(library) ?? (await this.open(library));
        const result = await work(session);
        this.idle.push(session);
        return result;
      });
    } catch (error) {
      throw tokenError(error);
    }
  }

  /** Sessions from before the library started anew are gone. */
  private takeIdle(library: StartedLibrary): OpenSession | undefined {
    this.idle = this.idle.filter((session) => session.library === library);
    return this.idle.pop();
  }

  private async open(library: StartedLibrary): Promise<OpenSession> {
    const slot = await this.slot(library);
    const session = await library.call('C_OpenSession', slot, CKF_SERIAL_SESSION);
    try {
      await this.library.login(library, session, slot, await this.place.pin());
      return { library, session, privateKey: await this.privateKey(library, session) };
    } catch (error) {
      // A token has few, for all its applications. One that is gone has none to close.
      await library.call('C_CloseSession', session).catch(() => undefined);
      throw error;
    }
  }

  private async privateKey(library: StartedLibrary, session: Handle): Promise<Handle> {
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

  private async slot(library: StartedLibrary): Promise<Handle> {
    for (const slot of await library.call('C_GetSlotList', true)) {
      if (await this.isOurs(library, slot)) return slot;
    }
    throw new CriiptoAuthError('signer_failed', 'The token is not there');
  }

  private async isOurs(library: StartedLibrary, slot: Handle): Promise<boolean> {
    if (this.place.slot !== undefined) return slotNumber(slot) === this.place.slot;
    const { label } = await library.call('C_GetTokenInfo', slot);
    // PKCS #11 fills labels up with blanks.
    return label.trimEnd() === this.place.tokenLabel;
  }

  private async find(
    library: StartedLibrary,
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
