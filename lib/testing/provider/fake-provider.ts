import type * as OidcProvider from 'oidc-provider';

import type { FakeCiba } from '../decoupled/ciba.js';
import type { FakeHeadless } from '../decoupled/headless.js';
import { withUriNames } from '../eids/claim-names.js';
import type { Exchange } from '../model/exchange.js';
import type { FakeClient } from '../model/fake-client.js';
import type { FakeClaims } from '../model/fake-login.js';
import { takeEitherProof } from './client-authentication.js';
import { ClientKeyFetches } from './client-key-fetches.js';
import { cacheClientKeys } from './client-keys-cache.js';
import type { FakeCriiptoOptions } from './fake-criipto-options.js';
import type { memoryAdapters } from './memory-adapter.js';
import { observeExchanges } from './observed-exchanges.js';
import { providerSettings } from './provider-settings.js';
import { quietly } from './quiet.js';
import { serveClientConfiguration } from './client-configuration.js';
import { serveCriiptoPaths } from './serve-criipto-paths.js';
import { giveTraceId } from './trace-ids.js';

/** What the fake has, and its provider asks for. */
interface FakeParts {
  readonly oidc: typeof OidcProvider;
  readonly issuer: string;
  readonly adapter: ReturnType<typeof memoryAdapters>;
  readonly clients: ReadonlyMap<string, FakeClient>;
  /** Told of each request, once it was answered. */
  readonly tell: (exchange: Exchange) => void;
  readonly claimsOf: (loginId: string) => FakeClaims | undefined;
  readonly ciba: FakeCiba;
  readonly headless: FakeHeadless;
}

/** oidc-provider with the habits of Criipto. */
export async function fakeProvider(
  { oidc, issuer, adapter, clients, tell, claimsOf, ciba, headless }: FakeParts,
  {
    pushed = 'offered',
    sendIss = false,
    claimNames = 'compact',
    clientKeysCache = 0,
  }: FakeCriiptoOptions,
): Promise<OidcProvider.Provider> {
  const clientOf = (clientId: string) => clients.get(clientId);
  const keyFetches = new ClientKeyFetches();
  const provider = await quietly(async () => {
    const parts = { oidc, issuer, adapter, claimsOf, pushed, ciba, clientOf, keyFetches };
    const settings = await providerSettings(parts);
    const made = new oidc.Provider(issuer, settings);
    for (const phones of [ciba, headless]) phones.install(made, oidc.errors);
    return made;
  });
  observeExchanges(provider, { clientOf, keyFetches, tell });
  provider.use(giveTraceId);
  serveClientConfiguration(provider, clientOf);
  serveCriiptoPaths(provider, {
    sendIss,
    givesRefreshTokens: (clientId) =>
      [...clients.values()].some(
        (client) => client.refreshTokens && (clientId ?? client.clientId) === client.clientId,
      ),
    hasUserinfo: (id) => clientOf(id)?.userinfo !== 'fromTokenEndpoint',
    pushesAreOver: () => adapter('PushedAuthorizationRequest').hasExpired,
    claimsOf: claimNames === 'uri' ? (loginId) => withUriNames(claimsOf(loginId)) : claimsOf,
  });
  cacheClientKeys(provider, clientKeysCache);
  takeEitherProof(provider, clientOf);
  return provider;
}
