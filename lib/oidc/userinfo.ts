import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { HttpClient, HttpResponse } from '../http/http-client.js';
import { isJsonObject, type JsonObject, parseJson } from './json-document.js';
import { answerError, asCriiptoAuthError } from './oidc-error.js';
import { ASK_FOR_TRACE_ID, traceIdIn, withTraceId } from './trace-id.js';

/**
 * The claims of the userinfo endpoint (OpenID Connect Core section 5.3), whoever they are of.
 *
 * @throws {CriiptoAuthError} `userinfo_invalid`, or one of `provider_…` that another attempt may not meet.
 */
export async function fetchUserInfo(
  http: HttpClient,
  endpoint: string,
  request: { readonly accessToken: string; readonly timeout: number },
): Promise<JsonObject> {
  let traceId: string | undefined;
  try {
    const answer = await http.send(endpoint, {
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${request.accessToken}`, // and nowhere else: RFC 6750 section 2
        ...ASK_FOR_TRACE_ID,
      },
      timeout: request.timeout,
    });
    traceId = traceIdIn(answer.header);
    return claimsIn(answer);
  } catch (thrown) {
    throw withTraceId(asUserInfoError(thrown), traceId);
  }
}

function claimsIn({ status, header, body }: HttpResponse): JsonObject {
  if (status !== 200) throw answerError({ status, body: {}, traceId: undefined });
  const mediaType = header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const claims = mediaType === 'application/json' ? parseJson(body.toString('utf8')) : undefined;
  if (isJsonObject(claims) && typeof claims['sub'] === 'string') return claims;
  throw new CriiptoAuthError('userinfo_invalid', 'Userinfo is no JSON object with a `sub`');
}

/** No client proves itself there, and no ID token comes from it. */
function asUserInfoError(thrown: unknown): CriiptoAuthError {
  const error = asCriiptoAuthError(thrown);
  return error.retryable ? error : new CriiptoAuthError('userinfo_invalid', error.message);
}
