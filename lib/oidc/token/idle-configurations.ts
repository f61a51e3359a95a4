import type * as OpenIdClient from 'openid-client';

import type { ProviderMetadata } from '../discovery/provider-metadata.js';

/** One use of a configuration: told what is sent, it gives the answer. */
export type Send = OpenIdClient.CustomFetch;

export interface ConfigurationSettings {
  readonly clientId: string;
  readonly allowInsecureRequests: boolean;
}

/**
 * openid-client's configurations, each for one request at a time: to make one, which copies all that it is told,
 * takes as long as the rest of what openid-client does for a login.
 */
export class IdleConfigurations {
  /** Of the provider as it is described now. Another description brings others. */
  private readonly idle = new WeakMap<ProviderMetadata, OpenIdClient.Configuration[]>();

  constructor(private readonly settings: ConfigurationSettings) {}

  async use<T>(
    oidc: typeof OpenIdClient,
    metadata: ProviderMetadata,
    send: Send,
    work: (configuration: OpenIdClient.Configuration) => Promise<T>,
  ): Promise<T> {
    const idle = this.idleOf(metadata);
    const configuration = idle.pop() ?? this.create(oidc, metadata);
    configuration[oidc.customFetch] = send;
    try {
      return await work(configuration);
    } finally {
      configuration[oidc.customFetch] = unused; // nothing of this request is kept
      idle.push(configuration);
    }
  }

  private idleOf(metadata: ProviderMetadata): OpenIdClient.Configuration[] {
    const known = this.idle.get(metadata);
    if (known) return known;
    const none: OpenIdClient.Configuration[] = [];
    this.idle.set(metadata, none);
    return none;
  }

  private create(
    oidc: typeof OpenIdClient,
    { issuer, token_endpoint }: ProviderMetadata,
  ): OpenIdClient.Configuration {
    const { clientId, allowInsecureRequests } = this.settings;
    const server = { issuer, token_endpoint };
    // Our forms prove who we are, so that openid-client need not.
    const configuration = new oidc.Configuration(server, clientId, {}, oidc.None());
    // HttpClient itself refuses http: but for loopback, when that was allowed.
    if (allowInsecureRequests) oidc.allowInsecureRequests(configuration);
    // Our forms have a deadline already; a second one, by a signal, would be kept for long after.
    configuration.timeout = 0;
    return configuration;
  }
}

async function unused(): Promise<never> {
  throw new TypeError('No request is under way');
}
