import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';

/** What an error of `transaction.store` becomes: `store_unavailable`, with what could not be done, and no word of the store's. */
export function transactionStoreFailure(what: string, thrown: unknown): CriiptoAuthError {
  return new CriiptoAuthError(
    'store_unavailable',
    `\`transaction.store\` ${what} (${nameOfThrown(thrown)})`,
  );
}
