import type { JsonObject } from '../../common/json.js';

const HEADERS = { get: (name: string) => (name === 'content-type' ? 'application/json' : null) };

/**
 * A granting answer that was read already, as openid-client looks at a response. Node's own `Response` would have
 * it written into a stream and read out of that again, which takes longer than all that openid-client does.
 */
export class ParsedResponse implements Pick<Response, 'status' | 'bodyUsed'> {
  readonly status = 200;
  readonly bodyUsed = false;
  readonly headers = HEADERS;

  constructor(private readonly content: JsonObject) {}

  async json(): Promise<JsonObject> {
    return this.content;
  }

  get [Symbol.toStringTag](): string {
    return 'Response';
  }
}
