/** One request and its answer, the same on every HTTP adapter. */
export interface HttpExchange {
  /** In capital letters. */
  readonly method: string;
  /** Path and query as the client sent them. */
  readonly url: string;
  /** A request header by lower-case name. A header that was sent twice is joined as Node joins it. */
  header(name: string): string | undefined;
  /**
   * The fields of a form post, or of a JSON object that was posted, whatever the application's parsers made of it. A
   * field that was sent twice appears twice.
   *
   * @throws {CriiptoAuthError} `callback_malformed` when it has more than 64 kB or breaks off, `form_unreadable` when
   *   something else has read it and left nothing.
   */
  form(): Promise<URLSearchParams>;

  /** Sets a header of the answer, in place of any that was set before. */
  setHeader(name: string, value: string): void;
  /**
   * Adds a header of the answer beside any that was set before, as for `Set-Cookie`. An answer with a cookie that was
   * added so is kept by no shared cache, whatever `Cache-Control` it is given before it leaves.
   */
  appendHeader(name: string, value: string, options?: AppendOptions): void;
  /** A header of the answer as it was set so far. */
  headerSet?(name: string): string | undefined;
  /** Ends the exchange. */
  send(status: number, body?: string): void;
}

export interface AppendOptions {
  /** Leaves a cookie out of an answer that a shared cache may keep, and the answer as it is. @default false */
  readonly dispensable?: boolean;
}

/** The path of a request as it was sent. */
export function pathOf({ url }: HttpExchange): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

/** The query parameters of a request, duplicates and all: independent of the adapter's own query parser. */
export function queryOf({ url }: Pick<HttpExchange, 'url'>): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

/** Answers an application's own code. */
export function sendJson(exchange: HttpExchange, status: number, body: object): void {
  keepPrivate(exchange);
  exchange.setHeader('Content-Type', 'application/json; charset=utf-8');
  exchange.send(status, JSON.stringify(body));
}

/** Sends the browser elsewhere; nothing on the way may keep the answer. */
export function redirect(exchange: HttpExchange, location: string, status = 303): void {
  keepPrivate(exchange);
  exchange.setHeader('Location', location);
  exchange.send(status);
}

/** Answers who looks ahead: nothing has begun, and the next request is asked anew. */
export function sendNothing(exchange: HttpExchange): void {
  forbidCaching(exchange);
  exchange.send(204);
}

/** Says that a header of the request decided what is answered, beside whatever else did (RFC 9110 section 12.5.5). */
export function varyBy(exchange: HttpExchange, name: string): void {
  const said = exchange.headerSet?.('Vary') ?? '';
  const names = said.split(',').map((each) => each.trim().toLowerCase());
  if (names.includes('*') || names.includes(name.toLowerCase())) return;
  exchange.setHeader('Vary', said.trim() === '' ? name : `${said}, ${name}`);
}

/** Nobody may keep it. */
export function forbidCaching(exchange: HttpExchange): void {
  exchange.setHeader('Cache-Control', 'no-store');
}

/** For every answer of our own: kept by nobody, and the next site does not learn where the browser was. */
export function keepPrivate(exchange: HttpExchange): void {
  forbidCaching(exchange);
  exchange.setHeader('Referrer-Policy', 'no-referrer');
}
