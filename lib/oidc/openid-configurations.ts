import * as oidc from 'openid-client';

import type { ClientAssertionService } from '../client-assertion/client-assertion.service.js';
import type { HttpClient } from '../http/http-client.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { clientAuthentication } from './client-authentication.js';
import type { ProviderClock } from './provider-clock.js';
import { providerFetch } from './provider-fetch.js';
import type { ProviderMetadata } from './provider-metadata.js';

/** Times are judged once, by validateIdToken and the application's clock; this keeps openid-client from judging them by another. */
const LEAVE_TIMES_TO_US = Number.MAX_SAFE_INTEGER / 2;

export type AuthenticatedEndpoint = 'token_endpoint' | 'pushed_authorization_request_endpoint';

/** The configurations of openid-client: one for each endpoint at which we prove ourselves, made once for each copy of the metadata. */
export class OpenidConfigurations {
  private readonly made = new WeakMap<
    ProviderMetadata,
    Map<AuthenticatedEndpoint, oidc.Configuration>
  >();

  constructor(
    private readonly options: ResolvedOptions,
    private readonly assertions: ClientAssertionService,
    private readonly http: HttpClient,
    private readonly providerClock: ProviderClock,
  ) {}

  get(metadata: ProviderMetadata, endpoint: AuthenticatedEndpoint): oidc.Configuration {
    const known = this.made.get(metadata) ?? new Map<AuthenticatedEndpoint, oidc.Configuration>();
    this.made.set(metadata, known);
    const configuration = known.get(endpoint) ?? this.make(metadata, endpoint);
    known.set(endpoint, configuration);
    return configuration;
  }

  private make(metadata: ProviderMetadata, endpoint: AuthenticatedEndpoint): oidc.Configuration {
    const { clientId, idToken, http } = this.options;
    const configuration = new oidc.Configuration(
      // openid-client writes to its copy; ours stays as it was read.
      {
        ...metadata,
        acr_values_supported: [...(metadata.acr_values_supported ?? [])],
      } as oidc.ServerMetadata,
      clientId,
      {
        id_token_signed_response_alg: idToken.alg,
        [oidc.clockTolerance]: LEAVE_TIMES_TO_US,
      },
      clientAuthentication(this.options, this.assertions, metadata[endpoint]),
    );
    configuration[oidc.customFetch] = providerFetch(
      this.http,
      this.providerClock,
      http.timeouts.request,
    );
    // HttpClient itself refuses http: but for loopback, when that was allowed.
    if (http.allowInsecureLoopback) oidc.allowInsecureRequests(configuration);
    return configuration;
  }
}
