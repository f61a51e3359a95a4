import { generateKeyPair, type KeyObject } from 'node:crypto';

import { algorithmTraits, KEY_ENCRYPTION, type SigningAlgorithm } from '../algorithms.js';
import { type LocalKey, localKey } from './local-key.js';

/** A new private key that signs with `alg`. `modulusLength` is bits, and matters to RSA only. */
export async function generateKey(alg: SigningAlgorithm, modulusLength = 2048): Promise<LocalKey> {
  return localKey(await newPrivateKey(alg, modulusLength), {}, alg);
}

/** A new private RSA key that opens what the provider encrypts for us. `modulusLength` is bits. */
export async function generateDecryptionKey(modulusLength = 2048): Promise<LocalKey> {
  const privateKey = await newPrivateKey('RS256', modulusLength);
  return localKey(privateKey, { use: 'enc', alg: KEY_ENCRYPTION });
}

function newPrivateKey(alg: SigningAlgorithm, modulusLength: number): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject): void => {
      if (error) reject(error);
      else resolve(privateKey);
    };
    const { kty, crv = '' } = algorithmTraits(alg);
    if (kty === 'RSA') generateKeyPair('rsa', { modulusLength }, done);
    else if (kty === 'EC') generateKeyPair('ec', { namedCurve: crv }, done);
    else generateKeyPair('ed25519', {}, done);
  });
}
