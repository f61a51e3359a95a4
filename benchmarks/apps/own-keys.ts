import { createPrivateKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import { InMemoryKeyRingStore, type KeysOptions, type PrivateJwk } from 'nestjs-criipto-auth';

import type { AppSettings } from './app-settings.js';

/** The keys of our applications: one as a PEM, several as a set whose first one signs, or a ring. */
export async function ownKeys(settings: AppSettings): Promise<KeysOptions> {
  const { ring, publishedKeys, privateKey, secret } = settings;
  if (ring) return { ring: { store: new InMemoryKeyRingStore(), encryptionKey: secret } };
  if (publishedKeys === 1) return { pem: privateKey };
  const others = await Promise.all(Array.from({ length: publishedKeys - 1 }, anotherKey));
  return { jwks: { keys: [asJwk(privateKey), ...others] } };
}

function asJwk(pem: string): PrivateJwk {
  return createPrivateKey(pem).export({ format: 'jwk' }) as PrivateJwk; // of an asymmetric key
}

/** Of a kind that is made quickly: it only has to be published. */
async function anotherKey(): Promise<PrivateJwk> {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'jwk' }) as PrivateJwk; // of an asymmetric key
}
