import type { JsonObject } from '../../common/json.js';
import type { ResolvedOptions } from '../../options/resolved-options.js';
import type {
  ProviderRequests,
  ProviderResponse,
} from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { withTraceId } from '../messages/trace-id.js';
import {
  type BackchannelAuthentication,
  type BackchannelAuthenticationRequest,
  backchannelEndpoint,
  backchannelParameters,
  readBackchannelAuthentication,
} from './backchannel-authentication.js';
import {
  type HeadlessAuthentication,
  type HeadlessAuthenticationRequest,
  headlessParameters,
  readHeadlessAuthentication,
} from './headless-authentication.js';
import { type PendingGrant, type PolledGrant, readPollRefusal, refusalOf } from './polled-grant.js';
import type { GrantedTokenSet, TokenEndpoint } from './token-endpoint.js';

/** The provider's own id of the request, if it gave one. */
export interface Traced {
  readonly traceId: string | undefined;
}

/** Authentications that happen elsewhere and whose tokens are polled for: one request for each question. */
export class PolledAuthentication {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly requests: ProviderRequests,
    private readonly tokenEndpoint: TokenEndpoint,
  ) {}

  byBackchannel(
    metadata: ProviderMetadata,
    request: BackchannelAuthenticationRequest,
  ): Promise<BackchannelAuthentication & Traced> {
    const { endpoint = backchannelEndpoint(metadata) } = this.options.ciba;
    return this.start(endpoint, backchannelParameters(request), readBackchannelAuthentication);
  }

  headless(request: HeadlessAuthenticationRequest): Promise<HeadlessAuthentication & Traced> {
    const { endpoint } = this.options.headless;
    return this.start(endpoint, headlessParameters(request), readHeadlessAuthentication);
  }

  async poll(
    metadata: ProviderMetadata,
    grant: PolledGrant,
  ): Promise<PendingGrant | GrantedTokenSet> {
    const answer = await this.tokenEndpoint.poll(metadata, grant);
    return 'idToken' in answer ? answer : readPollRefusal(answer);
  }

  private async start<T>(
    endpoint: string,
    parameters: Readonly<Record<string, string>>,
    read: (body: JsonObject) => T,
  ): Promise<T & Traced> {
    const answer = await this.requests.post(endpoint, parameters);
    if (answer.status !== 200) throw refusalOf(answer);
    return { ...readAnswer(answer, read), traceId: answer.traceId };
  }
}

function readAnswer<T>({ body, traceId }: ProviderResponse, read: (body: JsonObject) => T): T {
  try {
    return read(body);
  } catch (error) {
    throw withTraceId(error, traceId);
  }
}
