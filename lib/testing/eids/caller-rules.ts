import type { Country } from '../model/person-details.js';

/** How an eID takes calls, by Criipto's rules for it. */
export interface CallerRules {
  /** What asks for a call, exactly. */
  readonly acr: string;
  /** Whose people are asked. */
  readonly country: Country;
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
