import { processWide } from '../copies/process-wide.js';
import { mediaTypeOf } from './media-type.js';
import { asRouted } from './return-to.js';

/** Of a Fastify request what is needed here. */
interface ParsedRequest {
  readonly raw: { readonly headers: Record<string, string | undefined> };
  readonly server: ParsingServer;
}

interface RouteOptions {
  readonly url: string;
  readonly method: string | readonly string[];
  preParsing?: unknown;
}

type Done = (error: Error | null, body?: undefined) => void;
type PreParsing = (request: ParsedRequest, reply: unknown, payload: unknown, done: Done) => void;
type Parser = (request: ParsedRequest, payload: object, done: Done) => void;

/** Of Fastify itself. */
interface ParsingServer {
  addHook(name: 'onRoute', hook: (route: RouteOptions) => void): unknown;
  hasContentTypeParser(mediaType: string): boolean;
  addContentTypeParser(mediaType: string, parser: Parser): unknown;
}

/** Part of Nest's HTTP adapters. */
export interface AdapterOfServer {
  getType(): string;
  getInstance(): unknown;
}

interface Unparsed {
  readonly contentType: string | undefined;
  stream?: object;
}

/** Ours alone, so that it meets no parser of the application, whenever that is added. */
const UNPARSED_TYPE = 'application/vnd.nestjs-criipto-auth.unparsed';

/** By Node's request. Every copy of this package may have added the one parser. */
const UNPARSED = processWide('unparsed-bodies', () => new WeakMap<object, Unparsed>());

/**
 * Has Fastify bring requests to these routes though it has no parser for their body, as Express does: it would answer
 * 415 before anybody of us is asked. Parsers of the application go first, and its other routes stay as they are.
 */
export function bringUnparsed(
  adapter: AdapterOfServer | undefined,
  paths: ReadonlySet<string>,
): void {
  if (adapter?.getType() !== 'fastify') return;
  const server = adapter.getInstance() as ParsingServer; // of Fastify, as its type says
  if (!server.hasContentTypeParser(UNPARSED_TYPE))
    server.addContentTypeParser(UNPARSED_TYPE, leaveUnparsed);
  server.addHook('onRoute', (route) => {
    const takesBodies = [route.method].flat().includes('POST');
    if (takesBodies && paths.has(asRouted(route.url)))
      route.preParsing = [route.preParsing ?? [], avoidRefusal].flat();
  });
}

/** The stream of a body that nobody parsed, if it is not the request's own. */
export function unparsedStreamOf(request: object): object | undefined {
  return UNPARSED.get(request)?.stream;
}

const avoidRefusal: PreParsing = ({ raw, server }, _reply, _payload, done) => {
  const contentType = raw.headers['content-type'];
  if (isEmpty(raw) || !hasParser(server, contentType)) {
    UNPARSED.set(raw, { contentType });
    raw.headers['content-type'] = UNPARSED_TYPE;
  }
  done(null);
};

const leaveUnparsed: Parser = ({ raw }, stream, done) => {
  const unparsed = UNPARSED.get(raw);
  // A client has named it, at a route that takes no such body.
  if (!unparsed) return done(unsupported());
  if (unparsed.contentType === undefined) delete raw.headers['content-type'];
  else raw.headers['content-type'] = unparsed.contentType;
  unparsed.stream = stream;
  done(null, undefined);
};

/** As Fastify itself refuses a body that it has no parser for. */
function unsupported(): Error {
  const details = { name: 'FastifyError', code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 };
  return Object.assign(new Error('Unsupported Media Type'), details);
}

/** Parsers refuse that too: no text is no JSON. */
function isEmpty({ headers }: ParsedRequest['raw']): boolean {
  const length = headers['content-length'] ?? '0';
  return length === '0' && headers['transfer-encoding'] === undefined;
}

/** Under the very type, or under it without its parameters. */
function hasParser(server: ParsingServer, contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  return [contentType, mediaTypeOf(contentType) ?? ''].some((type) =>
    server.hasContentTypeParser(type),
  );
}
