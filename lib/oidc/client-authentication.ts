import { type ClientAuth, ClientSecretBasic } from 'openid-client';

import type { ClientAssertionService } from '../client-assertion/client-assertion.service.js';
import type { ResolvedOptions } from '../options/resolved-options.js';

/**
 * How the application proves itself at one endpoint: with an assertion that it signs for every single
 * request, or, during a migration, with the secret that it still has (RFC 6749 section 2.3.1).
 */
export function clientAuthentication(
  { clientId, clientSecret }: ResolvedOptions,
  assertions: ClientAssertionService,
  endpoint: string | undefined,
): ClientAuth {
  if (clientSecret !== undefined) return ClientSecretBasic(clientSecret);
  // oxlint-disable-next-line typescript/no-misused-promises -- it is awaited, whatever its type says
  return async (_server, _client, body) => {
    const proof = await assertions.parameters(endpoint === undefined ? {} : { endpoint });
    body.set('client_id', clientId);
    body.set('client_assertion_type', proof.client_assertion_type);
    body.set('client_assertion', proof.client_assertion);
  };
}
