import type { CookieCarrier } from './cookies.js';

/** Who asks, in whatever kind of context: where its headers are, and where its user is kept. */
export interface Caller {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  user?: unknown;
  /** What a parser made of the body, where there is one. */
  readonly body?: unknown;
}

/** How often a request sent a header: Node keeps the first `Authorization` and drops the others. */
export function timesSent(caller: Caller, name: string): number {
  const { rawHeaders, raw } = members(caller);
  const sent = rawHeaders ?? members(raw)['rawHeaders']; // of Node's own request: on Fastify within its own
  if (!Array.isArray(sent)) return caller.headers[name] === undefined ? 0 : 1;
  return sent.filter((text, at) => at % 2 === 0 && String(text).toLowerCase() === name).length;
}

/** The cookies that came with a caller who cannot be given any. */
export function cookiesSentBy({ headers }: Caller): CookieCarrier {
  return {
    header: (name) => headers[name]?.toString(),
    appendHeader: () => undefined,
  };
}

/** The part of Nest's `ExecutionContext` that is needed here. */
export interface AnyContext {
  getType(): string;
  getArgs(): readonly unknown[];
}

/**
 * The caller behind an execution context: HTTP, GraphQL or WebSocket. `undefined` for a context that
 * nobody told us about, which must be refused.
 */
export function callerOf(context: AnyContext): Caller | undefined {
  const [first, , third] = context.getArgs();
  switch (context.getType()) {
    case 'http':
      return withHeaders(first, first);
    case 'graphql':
      return fromGraphQL(third);
    case 'ws':
      return fromSocket(first);
    default:
      return undefined;
  }
}

/** What lives as long as the caller behind a context: a request, or a socket. */
export function requestOf(context: AnyContext): object | undefined {
  const [first, , third] = context.getArgs();
  const { req, request } = members(third);
  const carrier = context.getType() === 'graphql' ? (req ?? request) : first;
  return typeof carrier === 'object' && carrier !== null ? carrier : undefined;
}

/** What lives as long as one field of a GraphQL operation is resolved: others may have the same request. */
export function fieldOf(context: AnyContext): object | undefined {
  const info = context.getType() === 'graphql' ? context.getArgs()[3] : undefined;
  return typeof info === 'object' && info !== null ? info : undefined;
}

/** Nest's GraphQL context is what the application made of it; by convention it holds the request. */
function fromGraphQL(context: unknown): Caller | undefined {
  const { req, request } = members(context);
  const source = req ?? request;
  return withHeaders(source, source);
}

/** The headers of the handshake: socket.io keeps it; `ws` keeps it where the application puts the request. */
function fromSocket(client: unknown): Caller | undefined {
  const { handshake, upgradeReq, request } = members(client);
  return withHeaders(client, handshake ?? upgradeReq ?? request);
}

function withHeaders(carrier: unknown, source: unknown): Caller | undefined {
  const { headers } = members(source);
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (carrier === source) return carrier as Caller; // an object with headers, as seen above
  const client = members(carrier);
  return {
    headers: headers as Caller['headers'], // of a Node request, as seen above
    get user() {
      return client['user'];
    },
    set user(user: unknown) {
      client['user'] = user;
    },
  };
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
