import type { PublicJwk } from '../public-jwk.js';
import { thumbprint } from './thumbprint.js';

/** The client id that uses a key, by the key's thumbprint. */
export type KeyOwners = Map<string, string>;

/**
 * What to say of keys that do two jobs: one that signs and decrypts (NIST SP 800-57 part 1 section 5.2),
 * or one that proves two clients, so that whoever has it is both. Remembers whose the keys are.
 */
export function sharedKeyProblems(
  keys: readonly PublicJwk[],
  clientId: string,
  owners: KeyOwners,
): readonly string[] {
  const uses = new Map<string, PublicJwk['use']>();
  return keys.flatMap((key) => {
    const print = thumbprint(key);
    const [use, owner] = [uses.get(print) ?? key.use, owners.get(print) ?? clientId];
    uses.set(print, use);
    owners.set(print, owner);
    return [
      ...(use === key.use
        ? []
        : [`The key ${key.kid} both signs and decrypts: make one key for each use`]),
      ...(owner === clientId
        ? []
        : [`The key ${key.kid} proves ${clientId} and ${owner}: make one key for each client`]),
    ];
  });
}
