import type { BasicAuthorization } from '../../options/sections/client-secret-option.js';
import type { AuthenticateClient } from './client-authentication.js';

/** `client_secret_basic` (RFC 6749 section 2.3.1): the secret that an application still has during a migration. */
export function clientSecretBasic(
  clientId: string,
  authorization: BasicAuthorization,
): AuthenticateClient {
  return async ({ form, headers }) => {
    form.set('client_id', clientId);
    headers.set('authorization', authorization());
  };
}
