import { AsyncLocalStorage } from 'node:async_hooks';

import type { default as Provider, KoaContextWithOIDC } from 'oidc-provider';

import type { FakeClient } from '../model/fake-client.js';

/**
 * Lets a client that has both a secret and keys prove itself by either, as while it changes from one to the
 * other. oidc-provider knows one way for each client: here it is the one that the request comes with.
 */
export function takeEitherProof(
  provider: Provider,
  clientOf: (clientId: string) => FakeClient | undefined,
): void {
  const comesWithSecret = new AsyncLocalStorage<boolean>();
  provider.use((context: KoaContextWithOIDC, next) =>
    comesWithSecret.run(context.headers.authorization?.startsWith('Basic ') === true, next),
  );
  const { Client } = provider;
  const find = Client.find.bind(Client);
  Client.find = async (id) => {
    const client = await find(id);
    const { clientSecret, ...registered } = clientOf(id) ?? {};
    if (!client || clientSecret === undefined || !hasKeys(registered)) return client;
    const method = comesWithSecret.getStore() ? 'client_secret_basic' : 'private_key_jwt';
    // On this client alone: the class has a getter, and keeps a secret only of who is to use it.
    Object.defineProperties(client, {
      clientAuthMethod: { value: method, configurable: true },
      clientSecret: { value: clientSecret, configurable: true },
    });
    return client;
  };
}

function hasKeys({ jwks, jwksUri }: Pick<FakeClient, 'jwks' | 'jwksUri'>): boolean {
  return jwks !== undefined || jwksUri !== undefined;
}
