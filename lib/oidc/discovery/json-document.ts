import { isJsonObject, type JsonObject, parseJsonBody } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import type { HttpClient, HttpResponse } from '../../http-client/http-client.js';
import { errorDescription } from '../messages/error-description.js';
import { ASK_FOR_TRACE_ID, traceIdIn } from '../messages/trace-id.js';

export interface JsonDocument {
  readonly content: JsonObject;
  readonly response: HttpResponse;
}

/** Fetches a JSON object; anything else is `failure`, and a provider that is away is `unavailable`. */
export async function fetchJsonObject(
  http: HttpClient,
  url: string,
  timeout: number,
  codes: { readonly unavailable: CriiptoAuthErrorCode; readonly invalid: CriiptoAuthErrorCode },
): Promise<JsonDocument> {
  const response = await http
    .send(url, { timeout, headers: { accept: 'application/json', ...ASK_FOR_TRACE_ID } })
    .catch((error: unknown) => {
      // HttpClient throws nothing but our own errors, whose messages name the origin and the reason.
      const { message, retryable } = error as CriiptoAuthError;
      throw new CriiptoAuthError(
        retryable ? codes.unavailable : codes.invalid,
        `${url}: ${message}`,
      );
    });
  const { status, header } = response;
  const traceId = traceIdIn(header);
  const content = parseJsonBody(response.body);
  if (status !== 200) {
    const isAway = status >= 500 || status === 429;
    const said = isJsonObject(content) ? content['error_description'] : undefined;
    throw new CriiptoAuthError(
      isAway ? codes.unavailable : codes.invalid,
      `${url} answered ${status}`,
      { traceId, description: errorDescription(said) },
    );
  }
  if (isJsonObject(content)) return { content, response };
  throw new CriiptoAuthError(codes.invalid, `${url} did not answer with a JSON object`, {
    traceId,
  });
}
