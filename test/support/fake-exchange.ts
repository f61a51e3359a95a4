import type { HttpExchange } from '../../lib/http/http-exchange.js';

interface FakeRequest {
  readonly method?: string;
  readonly url?: string;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What was posted. */
  readonly form?: URLSearchParams;
}

/** An exchange without a server: answers from what a test wrote, and keeps what was answered. */
export class FakeExchange implements HttpExchange {
  readonly method: string;
  readonly url: string;
  /** Response headers in the order set, by lower-case name. */
  readonly answered: (readonly [name: string, value: string])[] = [];
  sent: { readonly status: number; readonly body: string | undefined } | undefined;

  constructor(private readonly request: FakeRequest = {}) {
    this.method = request.method ?? 'GET';
    this.url = request.url ?? '/';
  }

  header(name: string): string | undefined {
    return this.request.headers?.[name];
  }

  form(): Promise<URLSearchParams> {
    return Promise.resolve(this.request.form ?? new URLSearchParams());
  }

  setHeader(name: string, value: string): void {
    this.answered.push([name.toLowerCase(), value]);
  }

  appendHeader(name: string, value: string): void {
    this.answered.push([name.toLowerCase(), value]);
  }

  send(status: number, body?: string): void {
    this.sent = { status, body };
  }
}
