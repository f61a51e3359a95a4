import { isJsonObject, parseJson } from '../common/json.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { JSON_TYPE, mediaTypeOf } from './media-type.js';
import { unparsedStreamOf } from './unparsed-bodies.js';

const MAX_FORM_BYTES = 64 * 1024;
const MULTIPART_TYPE = 'multipart/form-data';

/** What every adapter's request has of a body. Express's is Node's own, and Fastify's has that within its own. */
export interface PostedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
  readonly raw?: { readonly body?: unknown };
}

/** Of a stream of Node's. */
interface BodyStream extends AsyncIterable<Uint8Array | string> {
  readonly readableDidRead?: boolean;
  readonly readableEnded?: boolean;
  iterator?(options: { destroyOnReturn: boolean }): AsyncIterable<Uint8Array | string>;
}

/**
 * The fields of a form or of a JSON object that was posted, whatever parsers of the application made of its body: an
 * object, a text, bytes, a stream, or nothing at all.
 *
 * @throws {CriiptoAuthError} `callback_malformed` when it is too large or breaks off; `form_unreadable` when
 *   somebody has read it and left nothing.
 */
export async function postedForm(request: PostedRequest): Promise<URLSearchParams> {
  const contentType = request.headers['content-type']?.toString() ?? '';
  const type = mediaTypeOf(contentType);
  // Middleware on Fastify sees Node's request alone.
  const body = request.body === undefined ? request.raw?.body : request.body;
  const bytes = await unparsedBytes(request, body);
  if (!bytes) return formOf(body, type);
  if (type === MULTIPART_TYPE) return multipartForm(bytes, contentType);
  const text = bytes.toString('utf8');
  return type === JSON_TYPE ? formOf(parseJson(text), type) : new URLSearchParams(text);
}

/** The body where no parser made fields of it. */
async function unparsedBytes(request: PostedRequest, body: unknown): Promise<Buffer | undefined> {
  if (typeof body === 'string') return ofRightSize(Buffer.from(body));
  if (ArrayBuffer.isView(body))
    return ofRightSize(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  if (isStream(body)) return allOf(body);
  const stream = streamOf(request);
  // Some parsers make an empty object of what they have left alone.
  if (isStream(stream) && isUnread(stream))
    return body === undefined || isEmptyObject(body) ? allOf(stream) : undefined;
  if (body === undefined && hasContent(request)) throw unreadable();
  return undefined;
}

/** Of Node's request, which is one. */
function streamOf(request: PostedRequest): unknown {
  const own = request.raw ?? request;
  return unparsedStreamOf(own) ?? own;
}

async function allOf(stream: BodyStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // One that is too large still gets its answer.
    for await (const chunk of stream.iterator?.({ destroyOnReturn: false }) ?? stream) {
      size += chunk.length;
      if (size > MAX_FORM_BYTES) break;
      chunks.push(Buffer.from(chunk));
    }
  } catch {
    throw malformed('broke off');
  }
  assertSmall(size);
  return Buffer.concat(chunks);
}

/** What a parser made of it. A field that was sent twice is an array. */
function formOf(body: unknown, type: string | undefined): URLSearchParams {
  const form = new URLSearchParams();
  if (!isJsonObject(body)) return form;
  let size = 0;
  for (const [name, value] of Object.entries(body)) {
    const isSentTwice = Array.isArray(value) && value.length > 1;
    for (const one of isSentTwice ? value : [value]) {
      const text = textOf(one, type);
      assertSmall((size += name.length + text.length));
      form.append(name, text);
    }
  }
  return form;
}

/** Anything that is no text is no form field, and is kept as unusable. Some parsers make an object of each part. */
function textOf(value: unknown, type: string | undefined): string {
  const text = type === MULTIPART_TYPE && isJsonObject(value) ? value['value'] : value;
  return typeof text === 'string' ? text : '';
}

/** Files are no fields. What is none of this type has none. */
async function multipartForm(bytes: Buffer, contentType: string): Promise<URLSearchParams> {
  const response = new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType },
  });
  const parts = await response.formData().catch(() => new FormData());
  const form = new URLSearchParams();
  for (const [name, value] of parts) form.append(name, textOf(value, undefined));
  return form;
}

function isStream(body: unknown): body is BodyStream {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function isUnread({ readableDidRead, readableEnded }: BodyStream): boolean {
  return !readableDidRead && !readableEnded;
}

function isEmptyObject(body: unknown): boolean {
  return isJsonObject(body) && Object.keys(body).length === 0;
}

function hasContent({ headers }: PostedRequest): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}

function ofRightSize(bytes: Buffer): Buffer {
  assertSmall(bytes.length);
  return bytes;
}

function assertSmall(size: number): void {
  if (size > MAX_FORM_BYTES) throw malformed('is too large');
}

function malformed(what: string): CriiptoAuthError {
  return new CriiptoAuthError('callback_malformed', `The form ${what}`);
}

function unreadable(): CriiptoAuthError {
  return new CriiptoAuthError(
    'form_unreadable',
    'A middleware or a parser of the application has read the form that was posted, and left nothing of it in `request.body`: have it leave the routes of login and logout alone, or set `request.body` to the fields, the text or the bytes',
  );
}
