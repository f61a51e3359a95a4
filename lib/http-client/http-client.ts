import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';

import type { Agent } from 'undici';

import { isLoopbackHttp } from '../common/loopback.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import { Telemetry } from '../events/telemetry.js';
import { collectResponse } from './collect-response.js';

export interface HttpLimits {
  /** Seconds to open a connection. */
  readonly connect: number;
  /** Bytes of a response, after decompression. */
  readonly maxBody: number;
  readonly allowInsecureLoopback: boolean;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Seconds for the whole exchange. */
  readonly timeout: number;
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

/** The encodings that we ask for. */
const DECODERS: ReadonlyMap<string, Decoder> = new Map([
  ['gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
]);
const ACCEPT_ENCODING = [...DECODERS.keys()].join(', ');

/**
 * The one way out to the provider: https only, no redirects, no cookies, pooled connections, and a
 * bound on time and size, so that a slow or hostile provider costs little.
 */
export class HttpClient {
  private opened: Promise<Agent> | undefined;
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
    const agent = await this.opened;
    if (agent?.destroyed === false) await agent.close();
  }

  /** Waits for nothing: what is under way fails, and whatever comes after it. */
  async abandon(): Promise<void> {
    await (await this.agent()).destroy();
  }

  private async exchange(url: URL, options: HttpRequest): Promise<HttpResponse> {
    const { origin, pathname, search } = url;
    const agent = await this.agent();
    try {
      const { status, headers, body } = await collectResponse(
        agent,
        {
          origin,
          path: pathname + search,
          method: options.method ?? 'GET',
          headers: {
            ...options.headers,
            'user-agent': USER_AGENT,
            'accept-encoding': ACCEPT_ENCODING,
          },
          body: options.body ?? null,
        },
        options.timeout,
      );
      const encoding = headers['content-encoding'];
      return {
        status,
        headers,
        header: (name) => first(headers[name]),
        body: encoding === undefined ? body : await this.decompress(body, String(encoding)),
      };
    } catch (error) {
      throw asTransportError(error, origin);
    }
  }

  /** With the first request: to load undici takes as long as to load all the rest of this package. */
  private agent(): Promise<Agent> {
    this.opened ??= import('undici').then(
      ({ Agent }) =>
        new Agent({
          connect: { timeout: this.limits.connect * 1000 },
          maxResponseSize: this.limits.maxBody,
        }),
    );
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

  private async decompress(body: Buffer, encoding: string): Promise<Buffer> {
    const name = encoding.toLowerCase();
    if (name === 'identity') return body;
    const decode = DECODERS.get(name);
    if (decode) return decode(body, { maxOutputLength: this.limits.maxBody });
    throw new CriiptoAuthError(
      'provider_response_invalid',
      'The provider answered in an encoding that was not asked for',
    );
  }
}

const LATE = ['TimeoutError', 'UND_ERR_CONNECT_TIMEOUT'];
const TOO_LARGE = ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_BUFFER_TOO_LARGE'];
/** As undici, zlib's gzip and its brotli name what they cannot read. */
const BROKEN = /^(HTTPParserError|HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|Z_|ERR__)/;

function asTransportError(error: unknown, origin: string): CriiptoAuthError {
  if (error instanceof CriiptoAuthError) return error;
  const reason = nameOfThrown(error);
  if (LATE.includes(reason)) {
    return new CriiptoAuthError('provider_timeout', `${origin} did not answer in time (${reason})`);
  }
  if (TOO_LARGE.includes(reason)) {
    return new CriiptoAuthError(
      'provider_response_invalid',
      `${origin} sent more than http.maxBody allows`,
    );
  }
  if (BROKEN.test(reason)) {
    return new CriiptoAuthError(
      'provider_response_invalid',
      `${origin} sent a broken response (${reason})`,
    );
  }
  return new CriiptoAuthError('provider_unreachable', `${origin} could not be reached (${reason})`);
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'The provider';
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
