import { isJsonObject } from '../common/json.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import {
  acrValueProblem,
  maxAgeProblem,
  parameterNameProblem,
  plainTextProblem,
  type Problem,
  promptProblem,
  scopeProblem,
  uiLocalesProblem,
} from '../options/reading/login-parameters.js';

/** What one login asks for in its own words, which JavaScript lets be anything. */
type Asked = Readonly<Partial<Record<keyof typeof CHECKS, unknown>>>;

/**
 * Holds what one login asks for to the rules of the options of the same names.
 *
 * @throws {CriiptoAuthError} `login_request_invalid`, which names the member and never repeats its value.
 */
export function checkLoginRequest(asked: Asked): void {
  for (const [name, problemOf] of CHECKED) {
    const value = asked[name as keyof typeof CHECKS]; // as the object above was written
    const problem = value === undefined ? undefined : problemOf(value);
    if (problem !== undefined)
      throw new CriiptoAuthError('login_request_invalid', `\`${name}\` ${problem}`);
  }
}

const CHECKS = {
  acrValues: (values: unknown): Problem =>
    [values]
      .flat()
      .map(acrValueProblem)
      .find((problem) => problem !== undefined),
  loginHint: plainTextProblem,
  prompt: promptProblem,
  uiLocales: uiLocalesProblem,
  scope: scopeProblem,
  extraParams: (params: unknown): Problem =>
    isJsonObject(params) ? extraParamsProblem(params) : 'must be an object',
  maxAge: maxAgeProblem,
  samePersonAs: (person: unknown): Problem =>
    isJsonObject(person) ? undefined : 'must be a user, or left out',
};
const CHECKED = Object.entries(CHECKS);

function extraParamsProblem(params: Readonly<Record<string, unknown>>): Problem {
  for (const [name, value] of Object.entries(params)) {
    const problem = parameterNameProblem(name) ?? plainTextProblem(value);
    if (problem !== undefined) return `holds \`${shown(name)}\`, which ${problem}`;
  }
  return undefined;
}

/** Names are the application's own; one that is none may be anything. */
function shown(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? name : '…';
}
