import { ProviderKeys } from '../../lib/oidc/discovery/provider-keys.js';
import type { Application } from './application.js';

/** The keys of the provider that an application is at, through its own HTTP client and by its own clock. */
export function keysOfProvider({ http, clock, provider }: Application): ProviderKeys {
  return new ProviderKeys(http, clock, {
    uri: () => Promise.resolve(`${provider.issuer}/jwks`),
    timeout: 5,
  });
}
