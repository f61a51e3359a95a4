import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import type { Configuration } from 'oidc-provider';

type SigningKeys = NonNullable<Configuration['jwks']>['keys'];

const newKeyPair = promisify(generateKeyPair);

/** What the provider signs with: a key for RS256 and PS256, and one for ES256. */
export async function signingKeys(): Promise<SigningKeys> {
  const [rsa, ec] = await Promise.all([
    newKeyPair('rsa', { modulusLength: 2048 }),
    newKeyPair('ec', { namedCurve: 'P-256' }),
  ]);
  return [
    { ...rsa.privateKey.export({ format: 'jwk' }), use: 'sig' },
    { ...ec.privateKey.export({ format: 'jwk' }), use: 'sig' },
  ];
}
