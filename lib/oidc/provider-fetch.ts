import type { HttpClient, HttpResponse } from '../http/http-client.js';
import { isJsonObject, parseJson } from '../common/json.js';
import { ASK_FOR_TRACE_ID } from './trace-id.js';

/** The part of `fetch` that openid-client calls. */
type Fetch = (
  url: string,
  options: { body: unknown; headers: Record<string, string>; method: string },
) => Promise<Response>;

/** Makes openid-client talk through our own HTTP client, with its limits. What it reads is what `receive` makes of an answer. */
export function providerFetch(
  http: HttpClient,
  timeout: number,
  receive: (answer: HttpResponse) => HttpResponse | Promise<HttpResponse>,
): Fetch {
  return async (url, { body, headers, method }) => {
    const answer = await http.send(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers, ...ASK_FOR_TRACE_ID },
      timeout,
      // All that openid-client sends is forms.
      ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
    });
    return asFetchResponse(await receive(answer));
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
