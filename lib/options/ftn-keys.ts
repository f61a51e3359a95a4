import type { JsonWebKey } from 'node:crypto';

import { modulusBits } from '../keys/modulus.js';
import type { AvailableKeys } from './available-keys.js';

/** Bits of RSA keys. */
export const LEAST_FTN_MODULUS = 3072;
const GENERATE = '`criipto-auth keys generate --ftn` makes what is needed';

/**
 * What the Finnish Trust Network does not allow of keys: sentences that each say what to do instead. That there is
 * one for encrypted tokens is seen to elsewhere.
 */
export function ftnKeyProblems(keys: AvailableKeys): readonly string[] {
  const { signing, decryption } = keys;
  const uses = [
    ['signs', signing] as const,
    ...decryption.map((key) => ['decrypts', key] as const),
  ];
  return [
    ...uses.flatMap(([does, key]) => {
      const weakness = weaknessForFtn(key);
      if (weakness === undefined) return [];
      return [`\`keys\` ${does} with ${JSON.stringify(key.kid)}, which ${weakness}: ${GENERATE}`];
    }),
    ...(isOneForBoth(keys)
      ? [`\`keys\` signs and decrypts with one key, and \`ftn\` needs two: ${GENERATE}`]
      : []),
  ];
}

/** What keeps a key from being taken: a predicate of a sentence. */
export function weaknessForFtn({ kty, n = '' }: JsonWebKey): string | undefined {
  if (kty !== 'RSA') return 'is no RSA key';
  const bits = modulusBits(n);
  return bits >= LEAST_FTN_MODULUS
    ? undefined
    : `has ${bits} bits, and ${LEAST_FTN_MODULUS} are needed`;
}

export function isOneForBoth({ signing, decryption }: AvailableKeys): boolean {
  return decryption.some(({ n }) => n !== undefined && n === signing.n);
}
