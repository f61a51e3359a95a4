import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { ProviderResponse } from '../client-authentication/provider-requests.js';
import type { ProviderMetadata } from '../discovery/provider-metadata.js';
import { answerError } from '../messages/oidc-error.js';
import { withTraceId } from '../messages/trace-id.js';

/** It goes into a URL, and names a request that the provider alone can look up. */
const REQUEST_URI = /^(?!http:)[\x21-\x7e]{1,1024}$/i;

/** Where to push the authorization request (RFC 9126 section 2); nowhere, if it is to go with the browser. */
export function pushEndpoint(
  metadata: ProviderMetadata,
  pushed: 'auto' | 'require' | 'never',
): string | undefined {
  const endpoint = metadata.pushed_authorization_request_endpoint;
  const isDemanded = metadata.require_pushed_authorization_requests === true;
  if (endpoint === undefined && (isDemanded || pushed === 'require')) {
    throw new CriiptoAuthError(
      'discovery_invalid',
      isDemanded
        ? 'The provider demands pushed authorization requests, but names no endpoint for them'
        : '`login.pushed` is "require", but the provider offers no pushed authorization requests',
    );
  }
  return isDemanded || pushed !== 'never' ? endpoint : undefined;
}

/** The name under which the provider keeps the request (RFC 9126 section 2.2). */
export function requestUriIn(answer: ProviderResponse): string {
  const { request_uri: requestUri } = answer.body;
  if (answer.status !== 201) throw answerError(answer);
  if (typeof requestUri === 'string' && REQUEST_URI.test(requestUri)) return requestUri;
  throw withTraceId(
    new CriiptoAuthError(
      'provider_response_invalid',
      'The provider took the pushed authorization request, but gave no usable request_uri',
    ),
    answer.traceId,
  );
}
