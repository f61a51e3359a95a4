import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import type { Configuration } from 'oidc-provider';

type SigningKeys = NonNullable<Configuration['jwks']>['keys'];

const newKeyPair = promisify(generateKeyPair);

let made: Promise<SigningKeys> | undefined;

/** What the provider signs with: the same for every fake of a process, since an RSA key takes long to make. */
export function signingKeys(): Promise<SigningKeys> {
  made ??= newSigningKeys();
  return made;
}

/** A key for RS256 and PS256, and one for ES256. */
async function newSigningKeys(): Promise<SigningKeys> {
  const [rsa, ec] = await Promise.all([
    newKeyPair('rsa', { modulusLength: 2048 }),
    newKeyPair('ec', { namedCurve: 'P-256' }),
  ]);
  return [
    { ...rsa.privateKey.export({ format: 'jwk' }), use: 'sig' },
    { ...ec.privateKey.export({ format: 'jwk' }), use: 'sig' },
  ];
}
