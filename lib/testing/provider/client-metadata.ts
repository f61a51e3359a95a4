import type { AdapterPayload } from 'oidc-provider';

import { CIBA_GRANT } from '../decoupled/ciba.js';
import { HEADLESS_GRANT, HEADLESS_START } from '../decoupled/headless.js';
import type { FakeClient } from '../model/fake-client.js';
import { responseMetadata } from './encrypted-responses.js';

/** The client in the words of dynamic registration (RFC 7591 section 2). */
export function clientMetadata(client: FakeClient): AdapterPayload {
  return {
    client_id: client.clientId,
    token_endpoint_auth_method:
      client.clientSecret === undefined ? 'private_key_jwt' : 'client_secret_basic',
    grant_types: [
      'authorization_code',
      CIBA_GRANT,
      HEADLESS_START,
      HEADLESS_GRANT,
      ...(client.refreshTokens ? ['refresh_token'] : []),
    ],
    backchannel_token_delivery_mode: 'poll',
    response_types: ['code'],
    redirect_uris: [...client.redirectUris],
    post_logout_redirect_uris: [...(client.postLogoutRedirectUris ?? [])],
    require_signed_request_object: client.signedRequests === 'required',
    ...(client.backchannelLogoutUri === undefined
      ? {}
      : {
          backchannel_logout_uri: client.backchannelLogoutUri,
          backchannel_logout_session_required: client.backchannelLogoutSessionRequired ?? true,
        }),
    ...responseMetadata(client),
    ...(client.clientSecret === undefined ? {} : { client_secret: client.clientSecret }),
    // Copied, for a key that was exported outside of jest's realm is no plain object inside of it.
    ...(client.jwks ? { jwks: { keys: client.jwks.keys.map((key) => ({ ...key })) } } : {}),
    ...(client.jwksUri === undefined ? {} : { jwks_uri: client.jwksUri }),
  };
}
