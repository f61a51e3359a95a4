import type { LoginTrace } from './login-trace.js';
import type { Step } from './step.js';

/** How a step ended, or a login so far. */
export interface Outcome {
  readonly state: 'good' | 'open' | 'refused';
  readonly words: string;
}

/** Errors by which nothing has gone wrong. */
const EXPECTED: Readonly<Record<string, string>> = {
  access_denied: 'cancelled',
  authorization_pending: 'waits',
  slow_down: 'told to slow down',
};

export function outcomeOfStep({ exchange }: Step): Outcome {
  const { refusal, status, atEid } = exchange;
  if (refusal) {
    const expected = EXPECTED[refusal.error];
    return expected === undefined
      ? { state: 'refused', words: `refused: ${refusal.error}` }
      : { state: 'open', words: expected };
  }
  if (atEid !== undefined) return { state: 'good', words: atEid };
  return status < 400
    ? { state: 'good', words: 'accepted' }
    : { state: 'refused', words: `refused: HTTP ${status}` };
}

/** Of the newest step, in the words of a login. */
export function outcomeOfLogin({ steps }: LoginTrace): Outcome {
  const last = steps.findLast(({ kind }) => kind !== 'jwks' && kind !== 'discovery');
  if (!last) return { state: 'open', words: 'under way' };
  const outcome = outcomeOfStep(last);
  if (outcome.state !== 'good') return outcome;
  switch (last.kind) {
    case 'token':
    case 'poll':
    case 'refresh':
    case 'userinfo':
      return { state: 'good', words: 'logged in' };
    case 'logout':
    case 'revocation':
      return { state: 'good', words: 'logged out' };
    case 'eid':
    case 'return':
      return { state: 'open', words: 'back at the application' };
    case 'authorize':
      return { state: 'open', words: 'at the eID' };
    default:
      return { state: 'open', words: 'under way' };
  }
}
