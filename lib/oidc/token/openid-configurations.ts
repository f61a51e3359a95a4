import type * as OpenIdClient from 'openid-client';
import type { JsonObject } from '../../common/json.js';
import { presentOrUndefined } from '../../common/present-members.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type {
  ProviderRequests,
  ProviderResponse,
} from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { TokenRefusal } from './token-refusal.js';

/** The library, and what it has to know for a request to the token endpoint. */
export interface OpenIdConfiguration {
  readonly oidc: typeof OpenIdClient;
  readonly configuration: OpenIdClient.Configuration;
}

/**
 * One configuration of openid-client for each description of the provider, shared by all requests: once made, it
 * is never changed, and neither are the functions in it that prove who we are and send.
 */
export class OpenIdConfigurations {
  /** Another description brings another. */
  private readonly known = new WeakMap<ProviderMetadata, Promise<OpenIdConfiguration>>();

  constructor(
    private readonly options: ResolvedOptions,
    private readonly requests: ProviderRequests,
  ) {}

  of(metadata: ProviderMetadata): Promise<OpenIdConfiguration> {
    const known = this.known.get(metadata) ?? this.create(metadata);
    this.known.set(metadata, known);
    return known;
  }

  /** openid-client is loaded with the first token request: an application starts sooner without it. */
  private async create({ issuer, token_endpoint }: ProviderMetadata): Promise<OpenIdConfiguration> {
    const oidc = await import('openid-client');
    const configuration = new oidc.Configuration(
      { issuer, token_endpoint },
      this.options.clientId,
      {},
      clientAuth(this.requests, token_endpoint),
    );
    configuration[oidc.customFetch] = customFetch(this.requests, token_endpoint);
    // HttpClient itself refuses http: but for loopback, when that was allowed.
    if (this.options.http.allowInsecureLoopback) oidc.allowInsecureRequests(configuration);
    // Our requests have a deadline already; a second one, by a signal, would be kept for long after.
    configuration.timeout = 0;
    return { oidc, configuration };
  }
}

/** Declared to return nothing, but waited for: openid-client's own PrivateKeyJwt returns a promise too. */
type ClientAuth = (...request: Parameters<OpenIdClient.ClientAuth>) => unknown;

/** Our proof, in the form that openid-client built. */
function clientAuth(requests: ProviderRequests, endpoint: string): ClientAuth {
  return (_server, _client, form, headers) =>
    requests.authenticateClient({ endpoint, form, headers });
}

/** What openid-client has us send. It is given back what is granted; the rest is thrown past it. */
function customFetch(requests: ProviderRequests, endpoint: string): OpenIdClient.CustomFetch {
  return async (_url, { body, headers }) => {
    // openid-client sends nothing but forms to a token endpoint.
    const answer = await requests.send(endpoint, (body as URLSearchParams).toString(), headers);
    if (answer.status !== 200) throw new TokenRefusal(answer);
    // openid-client asks for these members, and for no more, once it knows a response by its tag.
    return new ParsedResponse(grantIn(answer)) as unknown as Response;
  };
}

/**
 * What RFC 6749 section 5.1 has in an answer, and two members of ours that openid-client hands on as it does all
 * that it does not know. The ID token is one of them, for it would judge that by other rules and another clock.
 */
function grantIn({ body, traceId }: ProviderResponse): JsonObject {
  const { access_token, token_type, expires_in, refresh_token, scope, id_token } = body;
  return {
    access_token,
    token_type,
    expires_in: presentOrUndefined(expires_in),
    refresh_token: presentOrUndefined(refresh_token),
    scope: presentOrUndefined(scope),
    unverified_id_token: id_token,
    trace_id: traceId,
  };
}

const HEADERS = { get: (name: string) => (name === 'content-type' ? 'application/json' : null) };

/**
 * A granting answer that was read already, as openid-client looks at a response. Node's own `Response` would have
 * it written into a stream and read out of that again, which takes longer than all that openid-client does.
 */
class ParsedResponse implements Pick<Response, 'status' | 'bodyUsed'> {
  readonly status = 200;
  readonly bodyUsed = false;
  readonly headers = HEADERS;

  constructor(private readonly content: JsonObject) {}

  async json(): Promise<JsonObject> {
    return this.content;
  }

  get [Symbol.toStringTag](): string {
    return 'Response';
  }
}
