import { withinSeconds } from '../common/within-seconds.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { KeyProvider } from '../keys/key-provider.js';
import type { PublicJwk } from '../keys/public-jwk.js';

/**
 * The public keys of a KeyProvider, which may be the application's own and never answer.
 *
 * @throws {CriiptoAuthError} `key_unavailable` when they could not be had within so many seconds.
 */
export async function publicKeysInTime(
  keys: KeyProvider,
  seconds: number,
): Promise<readonly PublicJwk[]> {
  try {
    return await withinSeconds(seconds, () => keys.publicKeys());
  } catch (error) {
    if (error instanceof CriiptoAuthError) throw error;
    throw new CriiptoAuthError(
      'key_unavailable',
      `The public keys cannot be had (${nameOfThrown(error)})`,
    );
  }
}
