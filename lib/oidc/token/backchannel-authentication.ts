import type { JsonObject } from '../../common/json.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import type { PolledGrant } from './polled-grant.js';
import { readStarted, type StartedAuthentication } from './started-authentication.js';

/** One thing that the user is asked to agree to (RFC 9396 section 2). */
export type AuthorizationDetail = JsonObject & { readonly type: string };

/** Whom to authenticate, and by what. */
export interface BackchannelAuthenticationRequest {
  readonly scope: string;
  readonly acrValues: readonly string[];
  readonly loginHint: string;
  readonly bindingMessage?: string | undefined;
  readonly authorizationDetails?: readonly AuthorizationDetail[] | undefined;
}

export interface BackchannelAuthentication extends StartedAuthentication {
  /** What the user has to recognise in the app, where the eID makes that up: Criipto's `bindingMessage`. */
  readonly bindingMessage: string | undefined;
}

/** As discovery says; else as Criipto documents it, which may leave it out there. */
export function backchannelEndpoint(metadata: ProviderMetadata): string {
  const { issuer, backchannel_authentication_endpoint: endpoint } = metadata;
  return endpoint ?? `${issuer.replace(/\/$/, '')}/ciba/bc-authorize`;
}

/** The parameters of the authentication request (CIBA section 7.1). */
export function backchannelParameters(
  request: BackchannelAuthenticationRequest,
): Record<string, string> {
  const { scope, acrValues, loginHint, bindingMessage, authorizationDetails } = request;
  return {
    scope,
    login_hint: loginHint,
    ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
    ...(bindingMessage === undefined ? {} : { binding_message: bindingMessage }),
    ...(authorizationDetails === undefined
      ? {}
      : { authorization_details: JSON.stringify(authorizationDetails) }),
  };
}

/** Reads the acknowledgement (CIBA section 7.3). */
export function readBackchannelAuthentication(body: JsonObject): BackchannelAuthentication {
  const { bindingMessage } = body;
  return {
    ...readStarted(body, 'auth_req_id'),
    bindingMessage: typeof bindingMessage === 'string' ? bindingMessage : undefined,
  };
}

/** The grant that its result is polled for by (CIBA section 10.1). */
export function cibaGrant(authReqId: string): PolledGrant {
  return {
    grantType: 'urn:openid:params:grant-type:ciba',
    requestParameter: 'auth_req_id',
    requestId: authReqId,
  };
}
