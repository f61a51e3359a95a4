import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { CryptokiError } from './cryptoki-error.js';

const PIN_REFUSED = 'The token refused the PIN: it is not tried again until `pin` gives another';

const SAID_PLAINLY: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: PIN_REFUSED,
  CKR_PIN_INVALID: PIN_REFUSED,
  CKR_PIN_LEN_RANGE: PIN_REFUSED,
  CKR_PIN_LOCKED: 'The token has locked its PIN: unlock it with its tools',
  CKR_PIN_EXPIRED: 'The PIN of the token has expired: set another with its tools',
  PIN_COUNT_LOW:
    'The token has counted a wrong PIN since the last right one (CKF_USER_PIN_COUNT_LOW), so this process ' +
    "tries none: log in to it once with its tools, or set `atCountLow: 'try'`",
  PIN_FINAL_TRY:
    'One more wrong PIN locks the token (CKF_USER_PIN_FINAL_TRY), so none is tried: log in to it once ' +
    'with its tools',
  PIN_NOT_GIVEN: 'No PIN was tried, since `pin`',
  CKR_TOKEN_NOT_PRESENT: 'The token is not there',
  CKR_DEVICE_REMOVED: 'The token is not there',
  CKR_LIBRARY_LOAD_FAILED: 'The PKCS #11 library cannot be loaded, or has ended',
  PROCESS_ENDED: 'The process of the PKCS #11 library has ended; the next signature starts another',
  NO_ANSWER:
    'The token did not answer in time: the process of its library was killed; the next signature starts another',
};

/** What went wrong with a token, in words; of the library's own it repeats the name of the reason. */
export function tokenError({ code, detail }: CryptokiError): CriiptoAuthError {
  const message = SAID_PLAINLY[code] ?? `The token failed (${code})`;
  return new CriiptoAuthError('signer_failed', [message, detail].filter(Boolean).join(' '));
}
