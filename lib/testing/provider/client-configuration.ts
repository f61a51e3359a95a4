import type { default as Provider } from 'oidc-provider';

import type { FakeClient } from '../model/fake-client.js';

/** Criipto's names of what userinfo answers with. */
const STRATEGIES = {
  json: 'plainJson',
  signed: 'signedJwt',
  signedAndEncrypted: 'signedAndEncryptedJwt',
  fromTokenEndpoint: 'fromTokenEndpoint',
} as const satisfies Record<NonNullable<FakeClient['userinfo']>, string>;

/** Where Criipto's own SDKs read what a client is configured for: 404 for one that is unknown. */
export function serveClientConfiguration(
  provider: Provider,
  clientOf: (clientId: string) => FakeClient | undefined,
): void {
  provider.use(async (context, next) => {
    if (context.path !== '/.well-known/criipto-configuration') {
      await next();
      return;
    }
    const asked = context.query['client_id'];
    const client = typeof asked === 'string' ? clientOf(asked) : undefined;
    if (client) context.body = { clients: [configurationOf(client)] };
    else context.status = 404;
  });
}

function configurationOf({ clientId, userinfo = 'json' }: FakeClient): object {
  return { client_id: clientId, userinfo_response_strategy: STRATEGIES[userinfo] };
}
