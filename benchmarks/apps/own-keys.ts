import { createPrivateKey, generateKeyPairSync } from 'node:crypto';

import { InMemoryKeyRingStore, type KeysOptions, type PrivateJwk } from 'nestjs-criipto-auth';

import type { AppSettings } from './app-settings.js';

/** The keys of our applications: one as a PEM, several as a set whose first one signs, or a ring. */
export function ownKeys({ ring, publishedKeys, privateKey, secret }: AppSettings): KeysOptions {
  if (ring) return { ring: { store: new InMemoryKeyRingStore(), encryptionKey: secret } };
  if (publishedKeys === 1) return { pem: privateKey };
  const others = Array.from({ length: publishedKeys - 1 }, anotherKey);
  return { jwks: { keys: [asJwk(privateKey), ...others] } };
}

function asJwk(pem: string): PrivateJwk {
  return createPrivateKey(pem).export({ format: 'jwk' }) as PrivateJwk; // of an asymmetric key
}

/** Of a kind that is made quickly: it only has to be published. */
function anotherKey(): PrivateJwk {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'jwk' }) as PrivateJwk; // of an asymmetric key
}
