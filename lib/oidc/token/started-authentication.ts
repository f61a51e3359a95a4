import { days, minutes } from '../../common/durations.js';
import type { JsonObject } from '../../common/json.js';
import { isPresent } from '../../common/present-members.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';

/** What the provider says when it begins to wait for a user. */
export interface StartedAuthentication {
  /** Names the request when its result is polled for. Who has it, and our key, gets the tokens. */
  readonly requestId: string;
  /** Seconds for the user to act. */
  readonly expiresIn: number;
  /** Seconds between two polls, if the provider says so: five minutes at most. */
  readonly interval: number | undefined;
}

const USABLE_ID = /^[\x21-\x7e]{1,1024}$/;
const LONGEST_WAIT = days(1);
/** A user who is done is not kept waiting for longer. */
const LONGEST_INTERVAL = minutes(5);

/** Reads what both flows have in common. */
export function readStarted(body: JsonObject, idName: string): StartedAuthentication {
  const requestId = body[idName];
  if (typeof requestId !== 'string' || !USABLE_ID.test(requestId)) throw unusable(idName);
  const expiresIn = secondsIn(body, 'expires_in');
  if (expiresIn === undefined) throw unusable('expires_in');
  const interval = secondsIn(body, 'interval');
  return {
    requestId,
    expiresIn: Math.min(expiresIn, LONGEST_WAIT),
    interval: interval === undefined ? undefined : Math.min(interval, LONGEST_INTERVAL),
  };
}

/** Criipto sends some of its numbers as texts. */
function secondsIn(body: JsonObject, name: string): number | undefined {
  if (!isPresent(body[name])) return undefined;
  const value = body[name];
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
