import type { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { AuthenticateClient } from './client-authentication.js';
import { clientSecretBasic } from './client-secret-basic.js';
import { privateKeyJwt } from './private-key-jwt.js';

/** How the application proves itself at every endpoint of the provider, by the method that the options choose. */
export function authenticateClient(
  options: ResolvedOptions,
  assertions: ClientAssertionService,
): AuthenticateClient {
  const { clientId, basicAuthorization } = options;
  return basicAuthorization
    ? clientSecretBasic(clientId, basicAuthorization)
    : privateKeyJwt(options, assertions);
}
