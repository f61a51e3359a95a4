import { withinSeconds } from '../../common/within-seconds.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { nameOfThrown } from '../../errors/name-of-thrown.js';
import { KEY_ENCRYPTION } from '../../keys/algorithms.js';
import type { DecryptionKey, KeyProvider } from '../../keys/key-provider.js';
import { CONTENT_ENCRYPTION, readJweHeader } from './jwe-header.js';

/** Of keys that fit a token that names none. Each costs a private operation. */
const MAX_ATTEMPTS = 3;

/** Opens what the provider encrypted for us (RFC 7516). What comes out is to be verified: anybody can encrypt. */
export class TokenDecryption {
  constructor(
    private readonly keys: KeyProvider,
    /** Seconds to wait for the keys. */
    private readonly timeout: number,
  ) {}

  /**
   * The text inside. Whatever is wrong with a key or a tag, the error is the same, so that nobody learns
   * anything by sending us other tokens.
   *
   * @throws {CriiptoAuthError} `id_token_not_encrypted`, `id_token_too_large`, `id_token_malformed`,
   *   `id_token_decryption_failed`, `key_unavailable`.
   */
  async open(token: string, maxSize: number): Promise<string> {
    const { kid } = readJweHeader(token, maxSize);
    for (const { privateKey } of await this.keysFor(kid)) {
      const opened = await decrypted(token, privateKey);
      if (opened !== undefined) return opened;
    }
    throw new CriiptoAuthError(
      'id_token_decryption_failed',
      'The token could not be decrypted with our keys: compare the encryption key in the dashboard with `criipto-auth keys jwks`',
    );
  }

  private async keysFor(kid: string | undefined): Promise<readonly DecryptionKey[]> {
    const keys = await withinSeconds(this.timeout, () => this.keys.decryptionKeys()).catch(
      (error: unknown) => {
        throw new CriiptoAuthError(
          'key_unavailable',
          `The keys could not be had to decrypt with one (${nameOfThrown(error)})`,
        );
      },
    );
    return keys
      .filter((key) => key.alg === KEY_ENCRYPTION && (kid === undefined || key.kid === kid))
      .slice(0, MAX_ATTEMPTS);
  }
}

async function decrypted(
  token: string,
  privateKey: DecryptionKey['privateKey'],
): Promise<string | undefined> {
  const { compactDecrypt } = await import('jose'); // of use to few, and slow to load
  try {
    const { plaintext } = await compactDecrypt(token, privateKey, {
      keyManagementAlgorithms: [KEY_ENCRYPTION],
      contentEncryptionAlgorithms: [...CONTENT_ENCRYPTION],
    });
    return Buffer.from(plaintext).toString('latin1');
  } catch {
    return undefined; // jose gives the reason, and nobody may learn it
  }
}
