import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { type ToToken, UnfitHintValue } from './hint-tokens.js';

/** How each member of a hint becomes a token. */
export type TokenMakers<Hint extends object> = {
  readonly [Member in keyof Hint]-?: ToToken<NonNullable<Hint[Member]>>;
};

/**
 * The tokens of a hint, in the order in which their makers stand, with a space between.
 *
 * @throws {CriiptoAuthError} `login_hint_invalid`, naming the member and never its value.
 */
export function hintOf<Hint extends object>(hint: Hint, makers: TokenMakers<Hint>): string {
  for (const member of Object.keys(hint)) {
    if (!Object.hasOwn(makers, member)) throw refused(member, 'is unknown');
  }
  return membersOf(makers)
    .map((member) => tokenOf(hint, member, makers))
    .filter((token) => token !== '')
    .join(' ');
}

function tokenOf<Hint extends object>(
  hint: Hint,
  member: keyof Hint & string,
  makers: TokenMakers<Hint>,
): string {
  const value = hint[member];
  if (value === undefined || value === null) return '';
  try {
    return makers[member](value);
  } catch (error) {
    throw error instanceof UnfitHintValue ? refused(member, error.mustBe) : error;
  }
}

function membersOf<Hint extends object>(
  makers: TokenMakers<Hint>,
): readonly (keyof Hint & string)[] {
  return Object.keys(makers) as (keyof Hint & string)[]; // an object literal, and no more than its type
}

function refused(member: string, why: string): CriiptoAuthError {
  const name = /^\w{1,40}$/.test(member) ? member : '…';
  return new CriiptoAuthError('login_hint_invalid', `\`${name}\` of the login hint ${why}`);
}
