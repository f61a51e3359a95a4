import { acrValuesOf } from '../eid/assurance/eid-acr-values.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import type { LoginRequest } from './login-request.js';

/**
 * What a browser asks for by the name of an eID: one of those that the application lists, and nothing else.
 *
 * @throws {CriiptoAuthError} `login_request_invalid` for any other name.
 */
export function eidRequest(
  query: URLSearchParams,
  { eids, acrValues }: Pick<ResolvedOptions['login'], 'eids' | 'acrValues'>,
): LoginRequest {
  const names = query.getAll('eid');
  if (names.length === 0) return {};
  const eid = eids.find((each) => each === names[0]);
  if (eid === undefined || names.length > 1)
    throw new CriiptoAuthError(
      'login_request_invalid',
      `The login was asked for by an eID that is not in \`login.eids\`, which has ${eids.join(', ')}`,
    );
  return { acrValues: acrValuesOf(eid, acrValues) };
}
