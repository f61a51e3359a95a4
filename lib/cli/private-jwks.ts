import type { LocalKey } from '../keys/material/local-key.js';

/** Private keys as a private JWK set, as they are kept in a file. */
export function privateJwks(keys: readonly LocalKey[]): string {
  const jwks = keys.map(({ privateKey, kid, use, alg }) => ({
    ...privateKey.export({ format: 'jwk' }),
    kid,
    use,
    alg,
  }));
  return `${JSON.stringify({ keys: jwks }, null, 2)}\n`;
}
