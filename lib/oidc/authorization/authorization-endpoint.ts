import type { ActiveKey } from '../../client-assertion/active-key.js';
import type { Clock } from '../../common/clock.js';
import { randomId } from '../../crypto/random-id.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type { ProviderRequests } from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { endpointUrl } from '../messages/endpoint-url.js';
import { authorizationParameters, type AuthorizationRequest } from './authorization-request.js';
import { pushEndpoint, requestUriIn } from './pushed-request.js';
import { isToBeSigned, REQUEST_OBJECT_TYPE, requestObjectClaims } from './request-object.js';

/** How a login begins. */
export interface Authorization {
  /** Where to send the browser. */
  readonly url: string;
  /** The provider's own id of the request that was pushed, if it gave one. */
  readonly traceId: string | undefined;
}

/** The ways to the authorization endpoint: in the URL or pushed ahead (RFC 9126), plain or signed (RFC 9101). */
export class AuthorizationEndpoint {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly requests: ProviderRequests,
    private readonly key: ActiveKey,
    private readonly clock: Clock,
  ) {}

  async authorization(
    metadata: ProviderMetadata,
    request: AuthorizationRequest,
  ): Promise<Authorization> {
    const parameters = await this.parameters(metadata, request);
    const endpoint = pushEndpoint(metadata, this.options.login.pushed);
    if (endpoint === undefined)
      return { url: this.location(metadata, parameters), traceId: undefined };
    const answer = await this.requests.post(endpoint, parameters);
    const reference = { request_uri: requestUriIn(answer) };
    return { url: this.location(metadata, reference), traceId: answer.traceId };
  }

  private async parameters(
    metadata: ProviderMetadata,
    request: AuthorizationRequest,
  ): Promise<Record<string, string>> {
    const { clientId, issuer, login } = this.options;
    const parameters = authorizationParameters(request);
    if (!isToBeSigned(metadata, login.signedRequest)) return parameters;
    const context = { clientId, issuer, issuedAt: this.clock.seconds(), jti: randomId() };
    const claims = requestObjectClaims(parameters, context);
    return { request: await this.key.sign(REQUEST_OBJECT_TYPE, claims) };
  }

  private location(
    metadata: ProviderMetadata,
    parameters: Readonly<Record<string, string>>,
  ): string {
    const { clientId } = this.options;
    return endpointUrl(metadata.authorization_endpoint, { client_id: clientId, ...parameters });
  }
}
