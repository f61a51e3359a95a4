import { decodeJwt } from '../model/decode-jwt.js';
import type { Exchange } from '../model/exchange.js';
import type { RecordedRefusal } from '../model/refusal.js';

/** What a request went to. `other` for the pages of the fake, and for what it does not know. */
export type FakeEndpoint =
  | 'discovery'
  | 'jwks'
  | 'par'
  | 'ciba'
  | 'headless'
  | 'authorize'
  | 'token'
  | 'userinfo'
  | 'revocation'
  | 'logout'
  | 'other';

/** A client assertion, or a signed request, as it came in, taken apart. */
export interface RecordedAssertion {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A request that the fake received, and how it answered. */
export interface RecordedRequest {
  readonly endpoint: FakeEndpoint;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly query: Readonly<Record<string, string>>;
  /** The fields of the form, if one was sent. */
  readonly form: Readonly<Record<string, string>>;
  /** The client assertion, if one was sent. Its signature is left out. */
  readonly assertion?: RecordedAssertion;
  /** The signed authorization request (RFC 9101), in the form or in the query. */
  readonly requestObject?: RecordedAssertion;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Why it was refused, if it was: of a client assertion, what was wrong with it. */
  readonly refusal?: RecordedRefusal;
}

const ENDPOINTS: Readonly<Record<string, FakeEndpoint>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/.well-known/jwks': 'jwks',
  '/oauth2/par': 'par',
  '/ciba/bc-authorize': 'ciba',
  '/headless/authorize': 'headless',
  '/oauth2/authorize': 'authorize',
  '/oauth2/token': 'token',
  '/oauth2/userinfo': 'userinfo',
  '/oauth2/revoke': 'revocation',
  '/oauth2/logout': 'logout',
};

/** What is at a path of the fake. */
export function endpointOf(path: string): FakeEndpoint {
  return ENDPOINTS[path] ?? 'other';
}

/** Every request that came in, in order, for tests to assert on. */
export class RecordedRequests implements Iterable<RecordedRequest> {
  private requests: RecordedRequest[] = [];

  /** The oldest first. */
  get all(): readonly RecordedRequest[] {
    return this.requests;
  }

  /** Those to one endpoint, the oldest first. */
  of(endpoint: FakeEndpoint): readonly RecordedRequest[] {
    return this.requests.filter((request) => request.endpoint === endpoint);
  }

  /** The newest request to an endpoint. */
  last(endpoint: FakeEndpoint): RecordedRequest | undefined {
    return this.of(endpoint).at(-1);
  }

  /** Forgets them, as between two tests. */
  clear(): void {
    this.requests = [];
  }

  [Symbol.iterator](): Iterator<RecordedRequest> {
    return this.requests[Symbol.iterator]();
  }

  /** @internal */
  add({ method, path, headers, query, form, status, refusal }: Exchange): void {
    const assertion = decodeJwt(form['client_assertion']);
    const requestObject = decodeJwt(form['request'] ?? query['request']);
    this.requests.push({
      endpoint: endpointOf(path),
      method,
      path,
      headers,
      query,
      form,
      status,
      ...(assertion ? { assertion } : {}),
      ...(requestObject ? { requestObject } : {}),
      ...(refusal ? { refusal } : {}),
    });
  }
}
