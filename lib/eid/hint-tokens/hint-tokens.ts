import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';

/** Makes one token of a value, or none (an empty text), or says what the value must be. What was given is never repeated. */
export type ToToken<Value> = (value: Value) => string;

const PRINTABLE = /^[\x21-\x7e]+$/;

/** The value has to look like this, or it could add tokens of its own. */
export function written(prefix: string, pattern: RegExp, mustBe: string): ToToken<string> {
  return (value) => {
    if (typeof value === 'string' && pattern.test(value)) return `${prefix}${value}`;
    throw new UnfitHintValue(mustBe);
  };
}

const SCOPES = /^[\w:.-]+( [\w:.-]+)*$/;

/** A token for each scope: a hint that follows a space would be one of its own. */
export function scopes(value: string): string {
  if (typeof value !== 'string' || !SCOPES.test(value))
    throw new UnfitHintValue('must be scopes with one space between');
  return value
    .split(' ')
    .map((scope) => `scope:${scope}`)
    .join(' ');
}

/** Digits, which people write with spaces and hyphens between. */
export function digits(prefix: string, pattern: RegExp, mustBe: string): ToToken<string> {
  return (value) => {
    const plain = typeof value === 'string' ? value.replace(/[- ]/g, '') : '';
    if (pattern.test(plain)) return `${prefix}${plain}`;
    throw new UnfitHintValue(mustBe);
  };
}

export function oneOf<Choice extends string>(
  prefix: string,
  choices: readonly Choice[],
): ToToken<Choice> {
  return (value) => {
    if (choices.includes(value)) return `${prefix}${value}`;
    throw new UnfitHintValue(`must be one of ${choices.join(', ')}`);
  };
}

export function flag(token: string): ToToken<boolean> {
  return (value) => {
    if (typeof value === 'boolean') return value ? token : '';
    throw new UnfitHintValue('must be true or false');
  };
}

interface Limit {
  readonly characters?: number;
  /** After it was encoded. */
  readonly encoded?: number;
}

/** Any text, as base64 of its UTF-8: what is in it cannot become a token. */
export function encoded(prefix: string, limit: Limit): ToToken<string> {
  return (value) => {
    if (typeof value !== 'string' || value === '')
      throw new UnfitHintValue('must be a text that is not empty');
    const { characters = Infinity, encoded: bytes = Infinity } = limit;
    if (Array.from(value).length > characters)
      throw new UnfitHintValue(`may have ${characters} characters at most`);
    const base64 = Buffer.from(value, 'utf8').toString('base64');
    if (base64.length > bytes)
      throw new UnfitHintValue(`may have ${bytes} characters at most, as base64 of UTF-8`);
    return `${prefix}${base64}`;
  };
}

/** Where the eID's app sends the user back to, or `false` for nowhere. */
export const resumeUrl: ToToken<string | false> = (value) => {
  if (value === false) return 'appswitch:resumeUrl:disable';
  const isUrl = PRINTABLE.test(value) && URL.canParse(value);
  if (isUrl && new URL(value).protocol === 'https:') return `appswitch:resumeUrl:${value}`;
  throw new UnfitHintValue('must be an https URL that the app opens, or false');
};

/** What a value must be, for whoever knows of which member it is to say so. */
export class UnfitHintValue extends CriiptoAuthError {
  constructor(readonly mustBe: string) {
    super('login_hint_invalid', `The value ${mustBe}`);
  }
}
