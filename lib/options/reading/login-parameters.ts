/** Says what is wrong with a value, as a sentence that goes on after its name. It never repeats the value. */
export type Problem = string | undefined;

/** Parameters that are ours to set, so that no application overrides them by mistake. */
const PROTOCOL_PARAMETERS: readonly string[] = [
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'acr_values',
  'ui_locales',
  'prompt',
  'login_hint',
  'max_age',
  'request',
  'request_uri',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  // Claims of a signed request. A `sub` would make a client assertion of it (RFC 9101 section 10.8).
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
];

/** Visible ASCII but `"` and `\`, with single spaces between (RFC 6749 section 3.3). */
const WORD = String.raw`[\x21\x23-\x5b\x5d-\x7e]+`;
const ONE_WORD = new RegExp(`^${WORD}$`);
const WORDS = new RegExp(`^${WORD}(?: ${WORD})*$`);
const LANGUAGES = /^[A-Za-z\d-]+(?: [A-Za-z\d-]+)*$/;
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}]/u;

export function scopeProblem(scope: unknown): Problem {
  if (!matches(scope, WORDS)) return 'must be scopes with single spaces between them';
  return scope.split(' ').includes('openid') ? undefined : 'must include "openid"';
}

export function promptProblem(prompt: unknown): Problem {
  return matches(prompt, WORDS) ? undefined : 'must be words with single spaces between them';
}

export function uiLocalesProblem(uiLocales: unknown): Problem {
  return matches(uiLocales, LANGUAGES)
    ? undefined
    : 'must be languages with single spaces between them, such as "da en"';
}

/** One that held a space would be asked for as two, and no login could satisfy it. */
export function acrValueProblem(acr: unknown): Problem {
  return matches(acr, ONE_WORD) ? undefined : 'must be one acr value, or a list with one in each';
}

export function parameterNameProblem(name: string): Problem {
  if (PROTOCOL_PARAMETERS.includes(name)) return 'belongs to the protocol and cannot be overridden';
  return ONE_WORD.test(name) ? undefined : 'cannot be the name of a parameter';
}

/** A hint may hold spaces, between its tokens: `loginHint` keeps them out of what users wrote. */
export function plainTextProblem(text: unknown): Problem {
  const isPlain = typeof text === 'string' && text.trim() !== '' && !CONTROL_CHARACTERS.test(text);
  return isPlain ? undefined : 'must be a text without control characters';
}

export function maxAgeProblem(seconds: unknown): Problem {
  return Number.isSafeInteger(seconds) && Number(seconds) >= 0
    ? undefined
    : 'must be a whole number of seconds';
}

function matches(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}
