import { randomInt } from 'node:crypto';

import type { Person } from '../model/people.js';

/** An eID that takes calls, by Criipto's rules for it. */
export interface CallerEid {
  readonly country: Person['country'];
  /** Seconds for the person to act. */
  readonly lifetime: number;
  /** Seconds between two polls, where it says so. */
  readonly interval?: number;
  /** Who says what the app shows. */
  readonly messageFrom: 'application' | 'eid' | 'anybody';
  /** What polls are told, where it has no steps. */
  readonly pending?: string;
  /** The kinds of `authorization_details` that it takes, if any are needed. */
  readonly details: readonly object[];
}

export const CALLER_EIDS: ReadonlyMap<string, CallerEid> = new Map<string, CallerEid>([
  [
    'urn:grn:authn:se:bankid',
    {
      country: 'SE',
      lifetime: 120,
      messageFrom: 'application',
      details: [
        { type: 'phoneAuth', callInitiator: 'RP' },
        { type: 'phoneAuth', callInitiator: 'user' },
      ],
    },
  ],
  [
    'urn:grn:authn:no:bankid',
    {
      country: 'NO',
      lifetime: 900,
      interval: 3,
      messageFrom: 'eid',
      pending: 'User has not yet granted authorization',
      details: [{ type: 'customerServiceCall.v1' }],
    },
  ],
  [
    'urn:grn:authn:se:frejaid',
    { country: 'SE', lifetime: 120, messageFrom: 'anybody', details: [] },
  ],
]);

const FIRST_WORDS = ['Frekk', 'Glad', 'Stille', 'Rask'];
const SECOND_WORDS = ['Julekos', 'Fjelltur', 'Lakris', 'Vinter'];

/** As BankID Norway makes them up. */
export function wordPair(): string {
  return [FIRST_WORDS, SECOND_WORDS].map((words) => words[randomInt(words.length)]).join(' ');
}
