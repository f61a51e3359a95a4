import { CriiptoAuthError } from '../../lib/errors/criipto-auth.error.js';

/** The code of the refusal that something ends in; what it gives, when nothing was refused, is no code. */
export function codeOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (thrown) {
    return codeIn(thrown);
  }
}

/** The same for what takes its time. */
export function codeFrom(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(codeIn);
}

/** Errors that are not the library's own stay errors: a test must see them. */
function codeIn(thrown: unknown): unknown {
  if (thrown instanceof CriiptoAuthError) return thrown.code;
  throw thrown;
}
