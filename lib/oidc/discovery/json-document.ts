import { isJsonObject, type JsonObject, parseJson } from '../../common/json.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../../errors/error-codes.js';
import type { HttpClient, HttpResponse } from '../../http-client/http-client.js';

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
    .send(url, { timeout, headers: { accept: 'application/json' } })
    .catch((error: unknown) => {
      // HttpClient throws nothing but our own errors, whose messages name the origin and the reason.
      const { message, retryable } = error as CriiptoAuthError;
      throw new CriiptoAuthError(
        retryable ? codes.unavailable : codes.invalid,
        `${url}: ${message}`,
      );
    });
  if (response.status >= 500 || response.status === 429) {
    throw new CriiptoAuthError(codes.unavailable, `${url} answered ${response.status}`);
  }
  if (response.status !== 200)
    throw new CriiptoAuthError(codes.invalid, `${url} answered ${response.status}`);
  return { content: parseObject(response, url, codes.invalid), response };
}

function parseObject(
  response: HttpResponse,
  url: string,
  invalid: CriiptoAuthErrorCode,
): JsonObject {
  const content = parseJson(response.body.toString('utf8'));
  if (isJsonObject(content)) return content;
  throw new CriiptoAuthError(invalid, `${url} did not answer with a JSON object`);
}
