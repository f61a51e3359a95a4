import { hintOf, type TokenMakers } from './hint-of.js';
import { oneOf, resumeUrl, scopes, written } from './hint-tokens.js';

/** What any eID understands. */
export interface CommonHintMembers {
  /** The platform of the app that the eID's app switches back to. */
  readonly appSwitch?: 'ios' | 'android' | 'browser';
  /** The universal link by which the eID's app comes back, or `false` for none. */
  readonly resumeUrl?: string | false;
  /** Where the provider finds the styles of its pages: a path that was set up in the dashboard. */
  readonly cssPath?: string;
  /** The eID, for a broker in between that passes no `acr_values` on. */
  readonly acrValues?: string;
  /** Scopes with one space between, for a broker in between that passes no `scope` on. */
  readonly scope?: string;
  /** Leaves out the button to go on with, in an app that switches by itself. */
  readonly continueButton?: 'never';
}

/** What the user is asked to do, in the words of the eID's app. */
export type HintAction = 'login' | 'confirm' | 'accept' | 'approve' | 'sign';

export const HINT_ACTIONS: readonly HintAction[] = [
  'login',
  'confirm',
  'accept',
  'approve',
  'sign',
];

export type HintCountry = 'DK' | 'SE' | 'NO' | 'FI';

export const HINT_COUNTRIES: readonly HintCountry[] = ['DK', 'SE', 'NO', 'FI'];

/** Writes a hint of an eID's own members, and of those that any eID understands. */
export interface HintWriter<Own extends object> {
  (hint: Own & CommonHintMembers): string;
}

const COMMON: TokenMakers<CommonHintMembers> = {
  appSwitch: oneOf('appswitch:', ['ios', 'android', 'browser']),
  resumeUrl,
  cssPath: written('css_path:', /^[\w./-]+$/, 'must be a path of letters, digits and ./-_'),
  acrValues: written('acr_values:', /^[\w:.-]+$/, 'must be one acr value'),
  scope: scopes,
  continueButton: oneOf('mobile:continue_button:', ['never']),
};

/** The writer of hints with members of an eID's own, in this order, and those that any eID understands after them. */
export function hintWriter<Own extends object>(own: TokenMakers<Own>): HintWriter<Own> {
  // The makers of both, each under its own name, which the compiler cannot add up for a type yet unknown.
  const makers = { ...own, ...COMMON } as TokenMakers<Own & CommonHintMembers>;
  return (hint) => hintOf(hint, makers);
}
