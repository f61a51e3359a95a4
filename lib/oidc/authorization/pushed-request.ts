import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import { retold } from '../../errors/retold.js';
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

/**
 * A redirect URI that is not registered has a name of its own at some providers (RFC 7591 section 3.2.2), and elsewhere only
 * the description tells.
 */
function refusalOf(answer: ProviderResponse, redirectUri: string): CriiptoAuthError {
  const refusal = answerError(answer);
  const { error, error_description: description } = answer.body;
  const isAboutIt =
    error === 'invalid_redirect_uri' ||
    (error === 'invalid_request' && /redirect.?ur[il]/i.test(String(description)));
  return isAboutIt
    ? retold(refusal, { message: `${refusal.message}: ${notRegistered(redirectUri)}` })
    : refusal;
}

function notRegistered(redirectUri: string): string {
  return (
    `it does not know our redirect URI. Add ${redirectUri} to "Callback URLs" of the application in the Criipto dashboard, ` +
    'to the letter, or correct `baseUrl` or `routes.callback`, of which it is made'
  );
}

/** The name under which the provider keeps the request (RFC 9126 section 2.2). */
export function requestUriIn(answer: ProviderResponse, redirectUri: string): string {
  const { request_uri: requestUri } = answer.body;
  if (answer.status !== 201) throw refusalOf(answer, redirectUri);
  if (typeof requestUri === 'string' && REQUEST_URI.test(requestUri)) return requestUri;
  throw withTraceId(
    new CriiptoAuthError(
      'provider_response_invalid',
      'The provider took the pushed authorization request, but gave no usable request_uri',
    ),
    answer.traceId,
  );
}
