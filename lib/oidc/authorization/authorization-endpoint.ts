import type { ActiveKey } from '../../client-assertion/active-key.js';
import type { Clock } from '../../common/clock.js';
import { minutes } from '../../common/durations.js';
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
  /** Until when the provider knows that request, by this machine's clock. Seconds since the epoch. */
  readonly pushedUntil: number | undefined;
}

/** Seconds that a pushed request is known, where the provider does not say (RFC 9126 section 2.2). */
const USUAL_LIFETIME = 60;
const LONGEST_LIFETIME = minutes(10);

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
    if (endpoint === undefined) return this.begun(metadata, parameters);
    const pushedAt = this.clock.seconds();
    const answer = await this.requests.post(endpoint, parameters, { once: false });
    const reference = { request_uri: requestUriIn(answer, request.redirectUri) };
    const lifetime = Number(answer.body['expires_in']); // some write it as a text
    return {
      ...this.begun(metadata, reference),
      traceId: answer.traceId,
      pushedUntil:
        pushedAt + (lifetime > 0 ? Math.min(lifetime, LONGEST_LIFETIME) : USUAL_LIFETIME),
    };
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

  private begun(
    metadata: ProviderMetadata,
    parameters: Readonly<Record<string, string>>,
  ): Authorization {
    const named = { client_id: this.options.clientId, ...parameters };
    const url = endpointUrl(metadata.authorization_endpoint, named);
    return { url, traceId: undefined, pushedUntil: undefined };
  }
}
