import { randomId } from '../crypto/random-id.js';
import { sha256 } from '../crypto/sha256.js';

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
  return {
    seed,
    state: sha256(`state ${seed}`),
    nonce: sha256(`nonce ${seed}`),
    codeVerifier: sha256(`code_verifier ${seed}`),
  };
}
