import type { default as Provider } from 'oidc-provider';

import type { FakeCiba } from '../decoupled/ciba.js';
import type { FakeHeadless } from '../decoupled/headless.js';
import { withUriNames } from '../eids/claim-names.js';
import type { FakeClient } from '../model/fake-client.js';
import type { FakeClaims } from '../model/fake-login.js';
import { takeEitherProof } from './client-authentication.js';
import { cacheClientKeys } from './client-keys-cache.js';
import type { FakeCriiptoOptions } from './fake-criipto-options.js';
import type { memoryAdapters } from './memory-adapter.js';
import { providerSettings } from './provider-settings.js';
import { quietly } from './quiet.js';
import { recordIn } from './recorded-provider-request.js';
import type { RecordedRequests } from './recorded-requests.js';
import { serveCriiptoPaths } from './serve-criipto-paths.js';
import { giveTraceId } from './trace-ids.js';

/** What the fake has, and its provider asks for. */
interface FakeParts {
  readonly issuer: string;
  readonly adapter: ReturnType<typeof memoryAdapters>;
  readonly clients: ReadonlyMap<string, FakeClient>;
  readonly requests: RecordedRequests;
  readonly claimsOf: (loginId: string) => FakeClaims | undefined;
  readonly ciba: FakeCiba;
  readonly headless: FakeHeadless;
}

/** oidc-provider with the habits of Criipto. */
export async function fakeProvider(
  { issuer, adapter, clients, requests, claimsOf, ciba, headless }: FakeParts,
  {
    pushed = 'offered',
    sendIss = false,
    claimNames = 'compact',
    clientKeysCache = 0,
  }: FakeCriiptoOptions,
): Promise<Provider> {
  const clientOf = (clientId: string) => clients.get(clientId);
  const provider = await quietly(async () => {
    const oidc = await import('oidc-provider');
    const parts = { oidc, issuer, adapter, claimsOf, pushed, ciba, clientOf };
    const settings = await providerSettings(parts);
    const made = new oidc.Provider(issuer, settings);
    for (const phones of [ciba, headless]) phones.install(made, oidc.errors);
    return made;
  });
  provider.use(recordIn(requests));
  provider.use(giveTraceId);
  serveCriiptoPaths(provider, {
    sendIss,
    givesRefreshTokens: (clientId) =>
      [...clients.values()].some(
        (client) => client.refreshTokens && (clientId ?? client.clientId) === client.clientId,
      ),
    hasUserinfo: (id) => clientOf(id)?.userinfo !== 'fromTokenEndpoint',
    claimsOf: claimNames === 'uri' ? (loginId) => withUriNames(claimsOf(loginId)) : claimsOf,
  });
  cacheClientKeys(provider, clientKeysCache);
  takeEitherProof(provider, clientOf);
  return provider;
}
