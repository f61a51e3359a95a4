import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

/**
 * What is wrong with one key, of which it tells a predicate ("is a public key: give …"), so that whoever knows
 * where the key came from can say that in place of "The key". Never quotes the key.
 */
class UnfitKey extends CriiptoAuthError {
  constructor(readonly predicate: string) {
    super('key_invalid', `The key ${predicate}`);
  }
}

export function keyProblem(predicate: string): CriiptoAuthError {
  return new UnfitKey(predicate);
}

/** What is wrong with a key, without its subject. */
export function predicateOf(error: CriiptoAuthError): string {
  return error instanceof UnfitKey ? error.predicate : error.message;
}

/** A value from a key or from options as it may appear in a message: only when it is a plain short word. */
export function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w.+-]{1,40}$/.test(value)
    ? `"${value}"`
    : 'something else';
}
