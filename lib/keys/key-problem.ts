import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

/**
 * What is wrong with one key, as a predicate without its subject ("is a public key: give …"), so that
 * whoever knows where the key came from can put that in front. Never quotes the key.
 */
export function keyProblem(predicate: string): CriiptoAuthError {
  return new CriiptoAuthError('key_invalid', predicate);
}

/** A value from a key or from options as it may appear in a message: only when it is a plain short word. */
export function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w.+-]{1,40}$/.test(value)
    ? `"${value}"`
    : 'something else';
}
