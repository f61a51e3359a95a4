import { createHmac } from 'node:crypto';

import { randomId } from '../common/random-id.js';

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
  const derive = (purpose: string) =>
    createHmac('sha256', seed).update(purpose).digest('base64url');
  return {
    seed,
    state: derive('state'),
    nonce: derive('nonce'),
    codeVerifier: derive('code_verifier'),
  };
}
