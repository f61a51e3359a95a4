import { type ExecutionContext, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

import { AnswerCookies } from './answer-cookies.js';
import { SAID_TO_NETWORKS } from './cache-control.js';
import { answerOfFields, callerOf } from './caller.js';
import { sayByDefault } from './default-caching.js';
import { isHandshake } from './handshake.js';
import type { AppendOptions, HttpExchange } from './http-exchange.js';
import { isNodeResponse } from './node-response.js';
import { type PostedRequest, postedForm } from './posted-form.js';

/** What every adapter's response has: Node's own on Express, a reply around it on Fastify. */
interface AnyResponse {
  statusCode: number;
  end?(body?: string): unknown;
  send?(body?: Buffer): unknown;
  code?(status: number): unknown;
  /** Both of a reply. */
  readonly raw?: { hasHeader(name: string): boolean; removeHeader(name: string): void };
  header?(name: string, value: string): unknown;
  getHeaders?(): object;
  removeHeader?(name: string): unknown;
}

/** Sees a request and its response, on Express and Fastify alike, as one `HttpExchange`. */
@Injectable()
export class HttpExchanges {
  /** By their answers: the fields of an operation have one. */
  private readonly operations = new WeakMap<object, HttpExchange>();

  constructor(private readonly host: HttpAdapterHost) {}

  /** The exchange of a request and its response, as Nest's `@Req()` and `@Res()` give them. */
  of(request: unknown, response: unknown): HttpExchange {
    // Nest hands over what its adapter made; both adapters' objects have these members.
    return new NestHttpExchange(this.host, request as PostedRequest, response as AnyResponse);
  }

  /**
   * The same for a route of our own, whose answer goes through Nest and is never made on Node's response behind it.
   *
   * @internal
   */
  ofOwnRoute(request: unknown, response: unknown): HttpExchange {
    return new OwnExchange(this.host, request as PostedRequest, response as AnyResponse); // as above
  }

  /** The exchange behind a context, if that is one of HTTP. */
  ofContext(context: ExecutionContext): HttpExchange | undefined {
    if (context.getType() !== 'http') return undefined;
    const http = context.switchToHttp();
    return this.of(http.getRequest(), http.getResponse());
  }

  /**
   * The exchange that a field of GraphQL is resolved in, if there is one whose answer can be reached and has not begun:
   * not for a subscription, nor on Fastify where the application's GraphQL context has no reply.
   *
   * @internal
   */
  ofOperation(context: ExecutionContext): HttpExchange | undefined {
    if (context.getType<string>() !== 'graphql') return undefined;
    const [request, response] = [callerOf(context), answerOfFields(context)];
    if (!request || isHandshake(request) || !response || !isAnswer(response)) return undefined;
    if (this.host.httpAdapter.isHeadersSent(response)) return undefined;
    const known = this.operations.get(response);
    // One of Node, or a reply around it.
    const exchange = known ?? new OperationExchange(this.host, request, response as AnyResponse);
    this.operations.set(response, exchange);
    return exchange;
  }
}

/** Node's own response, or a reply around it. */
function isAnswer(response: object): boolean {
  return isNodeResponse(response) || ('raw' in response && isNodeResponse(response.raw));
}

class NestHttpExchange implements HttpExchange {
  private requestMethod: string | undefined;
  private requestUrl: string | undefined;
  private cookies: AnswerCookies | undefined;

  constructor(
    protected readonly host: HttpAdapterHost,
    private readonly request: PostedRequest,
    protected readonly response: AnyResponse,
  ) {}

  // Read when somebody asks for it: on Express a look at a request is dear, and most guards need none.
  get method(): string {
    this.requestMethod ??= String(this.host.httpAdapter.getRequestMethod(this.request));
    return this.requestMethod;
  }

  get url(): string {
    this.requestUrl ??= String(this.host.httpAdapter.getRequestUrl(this.request));
    return this.requestUrl;
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  form(): Promise<URLSearchParams> {
    return postedForm(this.request);
  }

  setHeader(name: string, value: string): void {
    const { response } = this;
    if (name === 'Cache-Control') this.takeBackFromNetworks();
    this.host.httpAdapter.setHeader(response, name, value);
    if (name !== 'Cache-Control') return;
    // A handler may answer on Node's response itself, which knows nothing of a reply.
    if (response.raw && isNodeResponse(response.raw)) sayByDefault(response.raw, value);
  }

  appendHeader(name: string, value: string, { dispensable = false }: AppendOptions = {}): void {
    this.host.httpAdapter.appendHeader?.(this.response, name, value);
    if (name === 'Set-Cookie') this.note(value, dispensable);
  }

  headerSet(name: string): string | undefined {
    const value: unknown = this.host.httpAdapter.getHeader?.(this.response, name);
    return Array.isArray(value) || typeof value === 'string' ? value.toString() : undefined;
  }

  send(status: number, body = ''): void {
    const { response } = this;
    if (response.code && response.send) {
      response.code(status);
      // Fastify names a charset for texts, also where the type has none.
      response.send(body === '' ? undefined : Buffer.from(body));
    } else {
      response.statusCode = status;
      response.end?.(body);
    }
  }

  /** What a middleware has said to networks alone they would heed, and not what is said to all. */
  protected takeBackFromNetworks(): void {
    const { response } = this;
    for (const name of Object.keys(response.getHeaders?.() ?? {})) {
      if (!SAID_TO_NETWORKS.test(name)) continue;
      response.removeHeader?.(name);
      response.raw?.removeHeader(name);
    }
  }

  private note(cookie: string, dispensable: boolean): void {
    const response = this.response.raw ?? this.response;
    if (!this.cookies && isNodeResponse(response)) this.cookies = new AnswerCookies(response);
    this.cookies?.add(cookie, dispensable);
  }
}

/**
 * On Fastify a cookie goes to the reply alone, unless a middleware has set others. Nest's adapter writes it to
 * Node's response as well, for a handler that answers there itself, and then Node checks and copies every header
 * of the answer once more.
 */
class OwnExchange extends NestHttpExchange {
  override setHeader(name: string, value: string): void {
    if (name === 'Cache-Control') this.takeBackFromNetworks();
    this.host.httpAdapter.setHeader(this.response, name, value);
  }

  override appendHeader(name: string, value: string): void {
    const { response } = this;
    const isForReplyAlone = name === 'Set-Cookie' && response.raw?.hasHeader(name) === false;
    // Beside the cookies that the reply has.
    if (isForReplyAlone && response.header) response.header(name, value);
    else this.host.httpAdapter.appendHeader?.(response, name, value);
  }
}

/** Of an operation of GraphQL, of which many fields may have the same to say. */
class OperationExchange extends NestHttpExchange {
  private readonly said = new Map<string, string>();

  override setHeader(name: string, value: string): void {
    if (this.said.get(name) === value) return;
    this.said.set(name, value);
    super.setHeader(name, value);
  }
}
