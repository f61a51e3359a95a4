import { days } from '../../common/durations.js';
import type { JsonObject } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';

/** What the provider says when it begins to wait for a user. */
export interface StartedAuthentication {
  /** Names the request when its result is polled for. Who has it, and our key, gets the tokens. */
  readonly requestId: string;
  /** Seconds for the user to act. */
  readonly expiresIn: number;
  /** Seconds between two polls, if the provider says so. */
  readonly interval: number | undefined;
}

const USABLE_ID = /^[\x21-\x7e]{1,1024}$/;
const LONGEST_WAIT = days(1);

/** Reads what both flows have in common. */
export function readStarted(body: JsonObject, idName: string): StartedAuthentication {
  const requestId = body[idName];
  if (typeof requestId !== 'string' || !USABLE_ID.test(requestId)) throw unusable(idName);
  const expiresIn = secondsIn(body, 'expires_in');
  if (expiresIn === undefined) throw unusable('expires_in');
  return {
    requestId,
    expiresIn: Math.min(expiresIn, LONGEST_WAIT),
    interval: secondsIn(body, 'interval'),
  };
}

/** Criipto sends some of its numbers as texts. */
function secondsIn(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds > 0)) throw unusable(name);
  return Math.max(1, seconds);
}

function unusable(name: string): CriiptoAuthError {
  return new CriiptoAuthError(
    'provider_response_invalid',
    `The provider began to authenticate a user, but sent no usable ${name}`,
  );
}
