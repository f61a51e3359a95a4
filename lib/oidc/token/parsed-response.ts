import type { JsonObject } from '../../common/json.js';

/**
 * An answer that was read already, as openid-client looks at a response. Node's own `Response` would have it
 * written into a stream and read out of that again, which takes longer than all that openid-client does.
 */
export function readResponse(status: number, body: JsonObject): Response {
  // openid-client asks for these members, and for no more, once it knows a response by its tag.
  return new ReadResponse(status, body) as unknown as Response;
}

class ReadResponse implements Pick<Response, 'status' | 'bodyUsed'> {
  readonly bodyUsed = false;
  /** What matters of them was looked at before. */
  readonly headers = { get: () => null };

  constructor(
    readonly status: number,
    private readonly content: JsonObject,
  ) {}

  async json(): Promise<JsonObject> {
    return this.content;
  }

  get [Symbol.toStringTag](): string {
    return 'Response';
  }
}
