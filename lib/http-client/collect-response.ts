import type { Dispatcher } from 'undici';

/** An answer as it came, all of it. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

interface ResponseLimits {
  /** For all of it; then it fails with a `TimeoutError`. */
  readonly seconds: number;
  /** Bytes, as they come over the line. */
  readonly maxBody: number;
}

/** The connection broke before anything of an answer came. */
export class Unanswered extends Error {
  constructor(readonly reason: Error) {
    super('The connection broke before an answer came');
  }
}

/** More came than may come. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** As undici, and Node, name a connection that the other side ended. */
const BROKEN_CONNECTION = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'];

/** A request that is under way, and can be ended. */
export interface UnderWay {
  abort(reason: Error): void;
}

/**
 * Sends a request and waits for the whole answer, so long and so large and no more; it is among those under way until
 * then. The answer is gathered as undici reads it: undici's own `request()` would have it written into a stream and
 * read out of that again, which takes longer than all the rest of it.
 */
export function collectResponse(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: ResponseLimits,
  underWay: Set<UnderWay>,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const gathering = new Gathering(limits, underWay, resolve, reject);
    try {
      dispatcher.dispatch(request, gathering);
    } catch (error) {
      gathering.fail(error); // the application's own may throw
    }
  });
}

class Gathering implements Dispatcher.DispatchHandler, UnderWay {
  private readonly timer: NodeJS.Timeout;
  private readonly chunks: Buffer[] = [];
  private request: Dispatcher.DispatchController | undefined;
  private aborted: Error | undefined;
  private status = 0;
  private size = 0;
  private headers: RawResponse['headers'] = {};

  constructor(
    private readonly limits: ResponseLimits,
    private readonly underWay: Set<UnderWay>,
    private readonly resolve: (answer: RawResponse) => void,
    private readonly reject: (reason: unknown) => void,
  ) {
    const { seconds } = limits;
    this.timer = setTimeout(
      () => this.abort(new DOMException(`It was not done within ${seconds} s`, 'TimeoutError')),
      seconds * 1000,
    );
    underWay.add(this);
  }

  abort(reason: Error): void {
    this.aborted ??= reason;
    this.request?.abort(reason);
    this.fail(reason);
  }

  /** A request that waited too long for a connection is not sent when there is one. */
  onRequestStart(request: Dispatcher.DispatchController): void {
    this.request = request;
    if (this.aborted) request.abort(this.aborted);
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

  /** Counted here too, for the application's own dispatcher knows no limit. */
  onResponseData(_request: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.limits.maxBody) this.abort(new TooLarge());
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.settle();
    const { status, headers, chunks } = this;
    this.resolve({ status, headers, body: Buffer.concat(chunks) });
  }

  onResponseError(_request: Dispatcher.DispatchController, error: Error): void {
    this.fail(this.status === 0 && isBrokenConnection(error) ? new Unanswered(error) : error);
  }

  fail(reason: unknown): void {
    this.settle();
    this.reject(reason);
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.underWay.delete(this);
  }
}

function isBrokenConnection(error: Error): boolean {
  return 'code' in error && BROKEN_CONNECTION.includes(String(error.code));
}
