import { withoutByteOrderMark } from './byte-order-mark.js';

/** A JSON object whose members nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value, or `undefined` for what is no JSON. The error underneath would quote the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // and no JSON text parses to it
  }
}

/** The value in the body of an answer, where some write a mark before it that is no JSON (RFC 8259 section 8.1). */
export function parseJsonBody(body: Buffer): unknown {
  return parseJson(textOfBody(body));
}

/** A body as a text, without a mark before it. */
export function textOfBody(body: Buffer): string {
  return withoutByteOrderMark(body.toString('utf8'));
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
