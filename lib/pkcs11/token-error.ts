import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { CryptokiError } from './cryptoki-thread.js';

const SAID_PLAINLY: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: 'The token refused the PIN: it is not tried again until `pin` gives another',
  CKR_PIN_INVALID: 'The token refused the PIN: it is not tried again until `pin` gives another',
  CKR_PIN_LEN_RANGE: 'The token refused the PIN: it is not tried again until `pin` gives another',
  CKR_PIN_LOCKED: 'The token has locked its PIN: unlock it with its tools',
  CKR_PIN_EXPIRED: 'The PIN of the token has expired: set another with its tools',
  CKR_TOKEN_NOT_PRESENT: 'The token is not there',
  CKR_DEVICE_REMOVED: 'The token is not there',
  CKR_LIBRARY_LOAD_FAILED: 'The PKCS #11 library cannot be loaded, or has ended',
};

/** What went wrong with a token, in words; of the library's own it repeats the name of the reason. */
export function tokenError(error: unknown): unknown {
  if (!(error instanceof CryptokiError)) return error;
  const message = SAID_PLAINLY[error.code] ?? `The token failed (${error.code})`;
  return new CriiptoAuthError('signer_failed', message);
}
