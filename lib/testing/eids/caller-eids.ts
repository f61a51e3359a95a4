import { randomInt } from 'node:crypto';

import type { CallerRules } from './caller-rules.js';
import { FAKE_EIDS } from './eids.js';

/** The rules of the eIDs that take calls, by what asks for them. */
export const CALLER_EIDS: ReadonlyMap<string, CallerRules> = new Map(
  FAKE_EIDS.flatMap(({ caller }) => (caller ? [[caller.acr, caller] as const] : [])),
);

const FIRST_WORDS = ['Frekk', 'Glad', 'Stille', 'Rask'];
const SECOND_WORDS = ['Julekos', 'Fjelltur', 'Lakris', 'Vinter'];

/** As BankID Norway makes them up. */
export function wordPair(): string {
  return [FIRST_WORDS, SECOND_WORDS].map((words) => words[randomInt(words.length)]).join(' ');
}
