import { createHash } from 'node:crypto';

import { randomId } from '../common/random-id.js';

const BYTES = 32;

/** What nobody may guess of one login. */
export interface LoginSecrets {
  /** All that has to be remembered: the rest comes of it. */
  readonly seed: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export function newLoginSecrets(): LoginSecrets {
  return loginSecrets(randomId());
}

/** State, nonce and verifier of one seed, so that the cookie that remembers a login is small. None of them tells of another. */
export function loginSecrets(seed: string): LoginSecrets {
  const stream = createHash('shake256', { outputLength: 3 * BYTES })
    .update(seed)
    .digest();
  const part = (index: number) =>
    stream.subarray(index * BYTES, (index + 1) * BYTES).toString('base64url');
  return { seed, state: part(0), nonce: part(1), codeVerifier: part(2) };
}
