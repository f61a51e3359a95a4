import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

const SUBJECT = 'The key ';

/**
 * What is wrong with one key, of which it tells a predicate ("is a public key: give …"), so that whoever knows
 * where the key came from can say that in place of "The key". Never quotes the key.
 */
export function keyProblem(predicate: string): CriiptoAuthError {
  return new CriiptoAuthError('key_invalid', SUBJECT + predicate);
}

/** What is wrong with a key, without its subject. */
export function predicateOf({ message }: CriiptoAuthError): string {
  return message.startsWith(SUBJECT) ? message.slice(SUBJECT.length) : message;
}

/** A value from a key or from options as it may appear in a message: only when it is a plain short word. */
export function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w.+-]{1,40}$/.test(value)
    ? `"${value}"`
    : 'something else';
}
