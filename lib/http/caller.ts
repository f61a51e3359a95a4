import type { CookieCarrier } from './cookies.js';
import { notedHandshake } from './noted-handshake.js';

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
  const [first] = context.getArgs();
  switch (context.getType()) {
    case 'http':
      return withHeaders(first, first);
    case 'graphql':
      return fromGraphQL(context);
    case 'ws':
      return fromSocket(first);
    default:
      return undefined;
  }
}

/** What lives as long as the caller behind a context: a request, or a socket. */
export function requestOf(context: AnyContext): object | undefined {
  const isField = context.getType() === 'graphql';
  const carrier = isField ? requestIn(fieldArguments(context).context) : context.getArgs()[0];
  return typeof carrier === 'object' && carrier !== null ? carrier : undefined;
}

/** What lives as long as one field of a GraphQL operation is resolved: others may have the same request. */
export function fieldOf(context: AnyContext): object | undefined {
  const info = context.getType() === 'graphql' ? fieldArguments(context).info : undefined;
  return typeof info === 'object' && info !== null ? info : undefined;
}

/** The answer in which fields of GraphQL are sent, where the application's context or Express tells of it. */
export function answerOfFields(context: AnyContext): object | undefined {
  const made = members(fieldArguments(context).context);
  const answer = made['res'] ?? made['reply'] ?? members(requestIn(made))['res'];
  return typeof answer === 'object' && answer !== null ? answer : undefined;
}

function fromGraphQL(context: AnyContext): Caller | undefined {
  const source = requestIn(fieldArguments(context).context);
  return withHeaders(source, source);
}

/**
 * Nest's GraphQL context is what the application made of it; by convention it holds the request. For a subscription
 * Nest's Apollo driver puts there what graphql-ws knows of the socket, and that has the request of the handshake.
 */
function requestIn(context: unknown): unknown {
  const { req, request } = members(context);
  const source = req ?? request;
  const { headers, extra } = members(source);
  return headers === undefined ? (members(extra)['request'] ?? source) : source;
}

/** What a resolver is called with. One that is asked for a reference of another service is given no arguments. */
function fieldArguments(context: AnyContext): {
  readonly context: unknown;
  readonly info: unknown;
} {
  const [, second, third, fourth] = context.getArgs();
  const isReference = context.getArgs().length === 3 && 'schema' in members(third);
  return isReference ? { context: second, info: third } : { context: third, info: fourth };
}

/** The headers of the handshake: socket.io keeps it; of `ws` it was noted, or is where the application put it. */
function fromSocket(client: unknown): Caller | undefined {
  const { handshake, upgradeReq, request } = members(client);
  return withHeaders(client, notedHandshake(client) ?? handshake ?? upgradeReq ?? request);
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
