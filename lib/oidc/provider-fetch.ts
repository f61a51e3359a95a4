import type { HttpClient, HttpResponse } from '../http/http-client.js';
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
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    });
    clock.observe(response.header('date'));
    return asFetchResponse(response);
  };
}

function asFetchResponse({ status, header, body }: HttpResponse): Response {
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'www-authenticate']) {
    const value = header(name);
    if (value !== undefined) headers[name] = value;
  }
  const hasNoBody = status === 204 || status === 304;
  return new Response(hasNoBody ? null : new Uint8Array(body), { status, headers });
}
