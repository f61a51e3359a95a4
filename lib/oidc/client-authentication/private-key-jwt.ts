import type { ClientAssertionService } from '../../client-assertion/client-assertion.service.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { AuthenticateClient } from './client-authentication.js';

/** `private_key_jwt` (OpenID Connect Core section 9): an assertion that is signed for this one request (RFC 7523 section 2.2). */
export function privateKeyJwt(
  { clientId }: ResolvedOptions,
  assertions: ClientAssertionService,
): AuthenticateClient {
  return async ({ endpoint, form }) => {
    const proof = await assertions.parameters({ endpoint });
    form.set('client_id', clientId);
    form.set('client_assertion_type', proof.client_assertion_type);
    form.set('client_assertion', proof.client_assertion);
  };
}
