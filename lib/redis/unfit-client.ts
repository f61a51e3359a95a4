import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

const INSTEAD =
  'Install version 5 or later (`npm install redis`) and give `await createClient({ url }).connect()` of it, or only a `url`';

/** Not an outage: no waiting helps. The log may have all of it. */
export function unfit(reason: string): CriiptoAuthError {
  return new CriiptoAuthError('invalid_options', reason);
}

/** A client of something else than the package `redis`, or of an old one. */
export function unfitClient(reason: string): CriiptoAuthError {
  return unfit(`The client of Redis cannot be used: ${reason}. ${INSTEAD}`);
}
