import { hkdfSync } from 'node:crypto';

import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { isSigningAlgorithm } from '../algorithms.js';
import { type LocalKey, localKey } from '../material/local-key.js';
import { privateKeyFromJwk } from '../material/private-jwk.js';
import { type KeyAlgorithm, useOf } from './key-ring.js';
import type { StoredKey } from './key-ring.store.js';

/**
 * Encrypts private keys for a store (JWE, `dir` with A256GCM), and opens them again. The key of that is
 * derived by HKDF-SHA-256 (RFC 5869). The first secret seals, all open; `false` stores plain JWKs.
 */
export class PrivateKeySeal {
  readonly #keys: readonly Uint8Array[] | undefined;

  constructor(secrets: string | readonly string[] | false) {
    this.#keys = secrets === false ? undefined : [secrets].flat().map(encryptionKey);
  }

  async seal({ kid, privateKey }: LocalKey): Promise<string> {
    const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
    const [key] = this.#keys ?? [];
    if (key === undefined) return jwk;
    const { CompactEncrypt } = await import('jose'); // of use to few, and slow to load
    return new CompactEncrypt(Buffer.from(jwk))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
      .encrypt(key);
  }

  /**
   * @throws {CriiptoAuthError} `key_invalid` for what was not sealed so, or is another key than it is said to be.
   */
  async open(stored: StoredKey): Promise<LocalKey> {
    const { kid, alg, privateKey } = stored;
    const key = await keyFrom(await this.plain(privateKey, kid), alg);
    if (key?.use !== useOf(stored) || key.kid !== kid) {
      throw refused(kid, 'is damaged, or another key than it is said to be');
    }
    return key;
  }

  private async plain(text: string, kid: string): Promise<string> {
    const isPlain = text.startsWith('{');
    if (this.#keys === undefined) {
      if (isPlain) return text;
      throw refused(kid, 'is encrypted: give `encryptionKey`');
    }
    // Whoever can write to the store could put in a key of their own.
    if (isPlain) throw refused(kid, 'is not encrypted, but `encryptionKey` is given');
    for (const key of this.#keys) {
      const opened = await decrypted(text, key);
      if (opened !== undefined) return opened;
    }
    throw refused(kid, 'was encrypted with another `encryptionKey`, or is damaged');
  }
}

function encryptionKey(secret: string): Uint8Array {
  return Buffer.from(hkdfSync('sha256', secret, 'nestjs-criipto-auth', 'key-ring', 32));
}

async function decrypted(jwe: string, key: Uint8Array): Promise<string | undefined> {
  const { compactDecrypt } = await import('jose');
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return Buffer.from(plaintext).toString();
  } catch {
    return undefined;
  }
}

/** Named by its thumbprint, so that no record can pass off one key as another. */
async function keyFrom(text: string, alg: KeyAlgorithm): Promise<LocalKey | undefined> {
  try {
    const { privateKey } = privateKeyFromJwk(JSON.parse(text));
    return isSigningAlgorithm(alg)
      ? await localKey(privateKey, {}, alg)
      : await localKey(privateKey, { use: 'enc', alg });
  } catch {
    // What is thrown may quote the text.
    return undefined;
  }
}

function refused(kid: string, why: string): CriiptoAuthError {
  return new CriiptoAuthError('key_invalid', `The key ${kid} of the ring ${why}.`);
}
