import { createPublicKey, type JsonWebKey } from 'node:crypto';

import { KEY_ENCRYPTION } from '../keys/algorithms.js';
import type { DecryptionKey, KeyProvider } from '../keys/key-provider.js';

type NamedKey = JsonWebKey & { readonly kid: string };

/** The public halves of the keys that will be used. */
export interface AvailableKeys {
  readonly signing: NamedKey;
  readonly decryption: readonly NamedKey[];
}

/** Looks at the keys of a provider, which may have to ask elsewhere. */
export async function availableKeys(provider: KeyProvider): Promise<AvailableKeys> {
  const { kid, publicJwk } = await provider.signer();
  const decryption = await provider.decryptionKeys();
  return {
    signing: { ...publicJwk, kid },
    decryption: decryption.filter(({ alg }) => alg === KEY_ENCRYPTION).map(publicHalf),
  };
}

function publicHalf({ kid, privateKey }: DecryptionKey): NamedKey {
  return { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid };
}
