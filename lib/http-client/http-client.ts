import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';

import type { Dispatcher } from 'undici';

import { isLoopbackHttp } from '../common/loopback.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { Telemetry } from '../events/telemetry.js';
import { collectResponse, Unanswered, type UnderWay } from './collect-response.js';
import { usesEnvironmentProxies } from './environment-proxies.js';
import { transportError } from './transport-error.js';
import { openDispatcher, type WayOut } from './way-out.js';

export interface HttpLimits extends WayOut {
  readonly allowInsecureLoopback: boolean;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Seconds for the whole exchange. */
  readonly timeout: number;
  /**
   * Makes a `POST` anew, whose proof is good for one attempt: it is sent once more where the connection turns out to
   * have been dead. A `GET` is sent again as it is.
   */
  readonly anew?: () => Promise<Pick<HttpRequest, 'headers' | 'body'>>;
  /** Must not arrive twice: it is sent once more only where nobody can have read it. @default false */
  readonly once?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const MAX_TARGETS = 32;
const USER_AGENT = 'nestjs-criipto-auth';

type Decoder = (body: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const decodeGzip: Decoder = promisify(gunzip);

/** The encodings that we ask for, and the old name of one (RFC 9110 section 8.4.1.3). */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', decodeGzip],
  ['x-gzip', decodeGzip],
  ['br', promisify(brotliDecompress)],
]);
const ACCEPT_ENCODING = 'gzip, br';
/** What a connection says that nobody is there any more: what was sent on it was read by no one. */
const NOBODY_THERE = ['ECONNRESET', 'EPIPE'];

/**
 * The one way out to the provider: https only, no redirects, no cookies, pooled connections, and a
 * bound on time and size, so that a slow or hostile provider costs little.
 */
export class HttpClient {
  private opened: Promise<Dispatcher> | undefined;
  private isClosed = false;
  /** Of our own dispatcher; none are counted where it goes through a proxy. */
  private connections = 0;
  private readonly underWay = new Set<UnderWay>();
  private readonly targets = new Map<string, URL>();

  constructor(
    private readonly limits: HttpLimits,
    private readonly telemetry = new Telemetry(),
  ) {}

  /**
   * @throws {CriiptoAuthError} `provider_unreachable`, `provider_timeout`, or `provider_response_invalid`
   *   for a response that is too large or in an encoding nobody asked for.
   */
  async send(url: string, options: HttpRequest): Promise<HttpResponse> {
    const target = this.known(url);
    const { method = 'GET' } = options;
    return this.telemetry.request({ method, url: target }, () => this.exchange(target, options));
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    const opened = await this.opened;
    if (opened && opened !== this.limits.dispatcher) await opened.close();
  }

  /** Waits for nothing: what is under way fails, and whatever comes after it. */
  async abandon(): Promise<void> {
    this.isClosed = true;
    for (const request of this.underWay) request.abort(closed());
    const opened = await this.opened;
    if (opened && opened !== this.limits.dispatcher) await opened.destroy();
  }

  /** Once more, on another connection, where the first one was dead: kept ones end without a word. */
  private async exchange(url: URL, options: HttpRequest): Promise<HttpResponse> {
    const start = performance.now();
    const { connections } = this;
    try {
      return await this.attempt(url, options);
    } catch (error) {
      const again = this.isToBeSentAgain(error, options, connections);
      if (!again) throw this.asTransportError(error, url);
    }
    const request = { ...options, ...(await options.anew?.()) };
    const timeout = options.timeout - (performance.now() - start) / 1000;
    return this.attempt(url, { ...request, timeout }).catch((error: unknown) => {
      throw this.asTransportError(error, url);
    });
  }

  private asTransportError(error: unknown, url: URL): CriiptoAuthError {
    return transportError(error, url, !this.limits.dispatcher && usesEnvironmentProxies());
  }

  private async attempt(url: URL, options: HttpRequest): Promise<HttpResponse> {
    const dispatcher = await this.dispatcher();
    const { status, headers, body } = await collectResponse(
      dispatcher,
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: options.method ?? 'GET',
        headers: {
          ...options.headers,
          'user-agent': USER_AGENT,
          'accept-encoding': ACCEPT_ENCODING,
        },
        body: options.body ?? null,
      },
      { seconds: options.timeout, maxBody: this.limits.maxBody },
      this.underWay,
    );
    const encoding = headers['content-encoding'];
    return {
      status,
      headers,
      header: (name) => first(headers[name]),
      body: encoding === undefined ? body : await this.decoded(status, body, String(encoding)),
    };
  }

  /** @param connections how many there had been when it was sent: with one more, it may have been the first on it. */
  private isToBeSentAgain(
    error: unknown,
    { method = 'GET', anew, once = false }: HttpRequest,
    connections: number,
  ): boolean {
    if (!(error instanceof Unanswered) || this.isClosed) return false;
    if (method !== 'GET' && !anew) return false;
    if (!once) return true;
    const wasKept = connections > 0 && connections === this.connections;
    return wasKept && NOBODY_THERE.includes(nameOfThrown(error.reason));
  }

  /** With the first request: to load undici takes as long as to load all the rest of this package. */
  private dispatcher(): Promise<Dispatcher> {
    if (this.isClosed) return Promise.reject(closed());
    this.opened ??= openDispatcher(this.limits, () => (this.connections += 1));
    return this.opened;
  }

  /** Each is looked at once: a provider has a handful of endpoints. */
  private known(url: string): URL {
    const known = this.targets.get(url);
    if (known) return known;
    const target = this.target(url);
    if (this.targets.size >= MAX_TARGETS) this.targets.clear();
    this.targets.set(url, target);
    return target;
  }

  private target(url: string): URL {
    const target = URL.canParse(url) ? new URL(url) : undefined;
    if (target?.protocol === 'https:') return target;
    if (target && isLoopbackHttp(target) && this.limits.allowInsecureLoopback) return target;
    throw new CriiptoAuthError(
      'provider_response_invalid',
      `The provider names an endpoint that is not https: ${originOf(url)}`,
    );
  }

  /** An answer that is an error stays that error, whatever its body is. */
  private async decoded(status: number, body: Buffer, encoding: string): Promise<Buffer> {
    if (body.length === 0) return body;
    try {
      return await this.decompress(body, encoding.toLowerCase());
    } catch (error) {
      if (status >= 400) return Buffer.alloc(0);
      throw error;
    }
  }

  private async decompress(body: Buffer, encoding: string): Promise<Buffer> {
    if (encoding === 'identity') return body;
    const decode = DECODERS.get(encoding);
    if (decode) return decode(body, { maxOutputLength: this.limits.maxBody });
    throw new CriiptoAuthError(
      'provider_response_invalid',
      'The provider answered in an encoding that was not asked for',
    );
  }
}

function closed(): Error {
  return new DOMException('The application shuts down', 'AbortError');
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'The provider';
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
