import type { Dispatcher } from 'undici';

/** An answer as it came, all of it. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * Sends a request and waits for the whole answer, so long and no longer; then it fails with a `TimeoutError`.
 * The answer is gathered as undici reads it: undici's own `request()` would have it written into a stream and
 * read out of that again, which takes longer than all the rest of it.
 */
export function collectResponse(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  seconds: number,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new Gathering(seconds, resolve, reject));
  });
}

class Gathering implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private readonly chunks: Buffer[] = [];
  private request: Dispatcher.DispatchController | undefined;
  private late: Error | undefined;
  private status = 0;
  private headers: RawResponse['headers'] = {};

  constructor(
    seconds: number,
    private readonly resolve: (answer: RawResponse) => void,
    private readonly reject: (reason: unknown) => void,
  ) {
    this.timer = setTimeout(() => {
      this.late = new DOMException(`Not done within ${seconds} s`, 'TimeoutError');
      this.request?.abort(this.late);
      reject(this.late);
    }, seconds * 1000);
  }

  /** A request that waited too long for a connection is not sent when there is one. */
  onRequestStart(request: Dispatcher.DispatchController): void {
    this.request = request;
    if (this.late) request.abort(this.late);
  }

  /** Comes once more after an answer that was only provisional (1xx). */
  onResponseStart(
    _request: Dispatcher.DispatchController,
    status: number,
    headers: RawResponse['headers'],
  ): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_request: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    const { status, headers, chunks } = this;
    this.resolve({ status, headers, body: Buffer.concat(chunks) });
  }

  onResponseError(_request: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.timer);
    this.reject(error);
  }
}
