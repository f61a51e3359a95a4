export type HeaderValue = number | string | readonly string[];

/** What is needed of Node's response, by whichever version of HTTP. */
export interface NodeResponse {
  writeHead: (this: NodeResponse, status: number, ...rest: unknown[]) => unknown;
  getHeaders(): Readonly<Record<string, HeaderValue | undefined>>;
  getHeader(name: string): HeaderValue | undefined;
  hasHeader(name: string): boolean;
  setHeader(name: string, value: HeaderValue): unknown;
  removeHeader(name: string): void;
}

export function isNodeResponse(response: unknown): response is NodeResponse {
  return typeof response === 'object' && response !== null && 'writeHead' in response;
}

/** Headers in each form that Node takes: an object, a list of pairs, or names and values in turn. Names in small letters. */
export function passedIn(headers: unknown): ReadonlyMap<string, HeaderValue> {
  const passed = new Map<string, HeaderValue>();
  for (const [name, value] of pairsOf(headers)) {
    const key = String(name).toLowerCase();
    const before = passed.get(key);
    // What Node would refuse it refuses in a text, too.
    passed.set(
      key,
      before === undefined ? (value as HeaderValue) : [...textsOf(before), ...textsOf(value)],
    );
  }
  return passed;
}

function pairsOf(headers: unknown): readonly (readonly unknown[])[] {
  if (typeof headers !== 'object' || headers === null) return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  const list: readonly unknown[] = headers;
  if (list.every(Array.isArray)) return list;
  return list.flatMap((name, at) => (at % 2 === 0 ? [[name, list[at + 1]]] : []));
}

/** A header that was set once, or as a list. */
export function textsOf(value: unknown): readonly string[] {
  return value === undefined ? [] : [value].flat().map(String);
}
