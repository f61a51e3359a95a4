import type { HttpClient, HttpResponse } from '../http/http-client.js';
import { isJsonObject, parseJson } from './json-document.js';
import type { ProviderClock } from './provider-clock.js';

/** The part of `fetch` that openid-client calls. */
type Fetch = (
  url: string,
  options: { body: unknown; headers: Record<string, string>; method: string },
) => Promise<Response>;

/** Makes openid-client talk through our own HTTP client, with its limits. */
export function providerFetch(http: HttpClient, clock: ProviderClock, timeout: number): Fetch {
  return async (url, { body, headers, method }) => {
    const response = await http.send(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      timeout,
      // All that openid-client sends is forms.
      ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
    });
    clock.observe(response.header('date'));
    return asFetchResponse(response);
  };
}

function asFetchResponse(response: HttpResponse): Response {
  const { status, body } = response;
  const hasNoBody = status === 204 || status === 304;
  return new Response(hasNoBody ? null : new Uint8Array(body), {
    status,
    headers: { 'content-type': contentType(response) },
  });
}

/** Some providers label the reason of a refusal as a page, and openid-client would not read it. */
function contentType({ status, header, body }: HttpResponse): string {
  const isReason = status >= 400 && isJsonObject(parseJson(body.toString('utf8')));
  return isReason ? 'application/json' : (header('content-type') ?? '');
}
