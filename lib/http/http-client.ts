import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { promisify } from 'node:util';

import { Agent, request } from 'undici';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';

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
  header(name: string): string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const USER_AGENT = 'nestjs-criipto-auth';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const DECODERS: Readonly<
  Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/**
 * The one way out to the provider: https only, no redirects, no cookies, pooled connections, and a
 * bound on time and size, so that a slow or hostile provider costs little.
 */
export class HttpClient {
  private readonly agent: Agent;

  constructor(private readonly limits: HttpLimits) {
    this.agent = new Agent({
      connect: { timeout: limits.connect * 1000 },
      maxResponseSize: limits.maxBody,
    });
  }

  /**
   * @throws {CriiptoAuthError} `provider_unreachable`, `provider_timeout`, or `provider_response_invalid`
   *   for a response that is too large or in an encoding nobody asked for.
   */
  async send(url: string, options: HttpRequest): Promise<HttpResponse> {
    this.assertTransport(url);
    try {
      const response = await request(url, {
        dispatcher: this.agent,
        method: options.method ?? 'GET',
        headers: { ...options.headers, 'user-agent': USER_AGENT, 'accept-encoding': 'gzip, br' },
        body: options.body ?? null,
        signal: AbortSignal.timeout(options.timeout * 1000),
      });
      const raw = Buffer.from(await response.body.arrayBuffer());
      const body = await this.decompress(raw, response.headers['content-encoding']);
      return {
        status: response.statusCode,
        headers: response.headers,
        header: (name) => first(response.headers[name]),
        body,
      };
    } catch (error) {
      throw asTransportError(error, url);
    }
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private assertTransport(url: string): void {
    const { protocol, hostname } = new URL(url);
    if (protocol === 'https:') return;
    if (protocol === 'http:' && this.limits.allowInsecureLoopback && LOOPBACK.has(hostname)) return;
    throw new CriiptoAuthError(
      'provider_response_invalid',
      `The provider names an endpoint that is not https: ${originOf(url)}`,
    );
  }

  private async decompress(body: Buffer, encoding: string | string[] | undefined): Promise<Buffer> {
    if (encoding === undefined || encoding === 'identity') return body;
    const decode = typeof encoding === 'string' ? DECODERS[encoding] : undefined;
    if (!decode)
      throw new CriiptoAuthError(
        'provider_response_invalid',
        'The provider answered in an encoding that was not asked for',
      );
    return decode(body, { maxOutputLength: this.limits.maxBody });
  }
}

const TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const OVERSIZE = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_BUFFER_TOO_LARGE']);

function asTransportError(error: unknown, url: string): CriiptoAuthError {
  if (error instanceof CriiptoAuthError) return error;
  const { name, code } = error as { name?: string; code?: unknown }; // only read, of whatever was thrown
  const origin = originOf(url);
  const reason = typeof code === 'string' ? code : String(name);
  if (name === 'TimeoutError' || TIMEOUTS.has(reason)) {
    return new CriiptoAuthError('provider_timeout', `${origin} did not answer in time (${reason})`);
  }
  if (OVERSIZE.has(reason)) {
    return new CriiptoAuthError(
      'provider_response_invalid',
      `${origin} sent more than http.maxBody allows`,
    );
  }
  if (
    reason.startsWith('Z_') ||
    reason.startsWith('ERR__ERROR_FORMAT') ||
    reason.startsWith('HPE_')
  ) {
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
