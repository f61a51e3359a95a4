import type { AgeFacts } from './age-facts.js';
import { ageOn } from './age-on.js';
import { type ClockComparison, isRecent } from './recent-authentication.js';

/** How old somebody has to be. */
export interface AgeDemand {
  readonly years: number;
  /** Whose age proof it has to be, in the codes of ISO 3166-1. */
  readonly country?: AgeCountry;
  /** Seconds that what proves it may be old. */
  readonly maxAge?: number;
}

/** Where ages are proved: by MitID, BankID or a Finnish bank, by iDIN, or by OneID. */
export type AgeCountry = 'DK' | 'SE' | 'NO' | 'FI' | 'NL' | 'GB';

export type AgeAnswer = 'yes' | 'no' | 'unknown';

/** What was told of an age, and when. */
export interface ToldAge {
  readonly facts: AgeFacts | undefined;
  /** When the person authenticated. */
  readonly authenticatedAt: Date;
  /** Whether the provider told when that was. */
  readonly isTimeTold: boolean;
}

/**
 * Whether somebody is as old as is demanded, as far as is known. A birthdate answers for any age, and says no
 * however old it is; an age proof answers for the ages that it told, and for those that follow from them.
 */
export function ageAnswer(told: ToldAge, demand: AgeDemand, clocks: ClockComparison): AgeAnswer {
  const { facts } = told;
  if (!facts || isOfAnotherCountry(facts, demand)) return 'unknown';
  const answer = answerOf(facts, demand.years, clocks.now);
  const isFinal = answer === 'no' && facts.birthdate !== undefined;
  return isFinal || isRecentEnough(told, demand, clocks) ? answer : 'unknown';
}

/** @param now seconds since the epoch. */
export function answerOf(
  { birthdate, timeZone, answers = {} }: AgeFacts,
  years: number,
  now: number,
): AgeAnswer {
  if (birthdate !== undefined)
    return ageOn(birthdate, now * 1000, timeZone) >= years ? 'yes' : 'no';
  const told = Object.entries(answers).map(([age, isReached]) => [Number(age), isReached] as const);
  if (told.some(([age, isReached]) => isReached && age >= years)) return 'yes';
  return told.some(([age, isReached]) => !isReached && age <= years) ? 'no' : 'unknown';
}

/** Whether a proof answers no, and to nothing yes. */
export function saysNo(facts: AgeFacts | undefined): boolean {
  const answers = Object.values(facts?.answers ?? {});
  return answers.length > 0 && !answers.includes(true);
}

/** Users could have edited the URL to prove it elsewhere. */
function isOfAnotherCountry({ answers, country }: AgeFacts, demand: AgeDemand): boolean {
  const isProof = answers !== undefined && country !== undefined;
  return isProof && demand.country !== undefined && country !== demand.country;
}

function isRecentEnough(
  { authenticatedAt, isTimeTold }: ToldAge,
  { maxAge }: AgeDemand,
  clocks: ClockComparison,
): boolean {
  return maxAge === undefined || (isTimeTold && isRecent(authenticatedAt, maxAge, clocks));
}
