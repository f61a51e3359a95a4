import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

/** Whether nobody is to be asked for anything (OpenID Connect Core section 3.1.2.1). */
export function isSilent(prompt: string | undefined): boolean {
  return prompt === 'none';
}

/**
 * Refuses what contradicts itself: a login that asks nobody cannot ask for anything.
 *
 * @throws {CriiptoAuthError} `login_request_invalid`
 */
export function checkPrompt(prompt: string | undefined, maxAge: number | undefined): void {
  if (prompt?.split(' ').includes('none') && !isSilent(prompt))
    throw invalid('`prompt: "none"` stands alone: it cannot ask for anything else');
  if (isSilent(prompt) && maxAge === 0)
    throw invalid(
      '`prompt: "none"` cannot be had with `maxAge: 0`, by which the user has to log in now',
    );
}

function invalid(message: string): CriiptoAuthError {
  return new CriiptoAuthError('login_request_invalid', message);
}
