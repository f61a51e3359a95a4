import type {
  ClientAssertionParameters,
  ClientAssertionService,
} from '../../client-assertion/client-assertion.service.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';

/** What proves a request to be this application's. */
export interface ClientProof {
  readonly fields: Partial<ClientAssertionParameters>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How the application proves itself at one endpoint: with an assertion that it signs for every single
 * request, or, during a migration, with the secret that it still has (RFC 6749 section 2.3.1).
 */
export async function authenticateClient(
  { clientId, clientSecret }: ResolvedOptions,
  assertions: ClientAssertionService,
  endpoint: string,
): Promise<ClientProof> {
  if (clientSecret !== undefined) {
    const credentials = [clientId, clientSecret].map(formEncoded).join(':');
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    return { fields: {}, headers: { authorization } };
  }
  return { fields: await assertions.parameters({ endpoint }), headers: {} };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
