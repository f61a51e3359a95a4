import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const FINISHED = 'http.server.response.finish';

/** An answer with an error status, as Node's own HTTP server gave it. */
export interface ErrorAnswer {
  readonly method: string;
  /** The path as the client sent it, without its query. */
  readonly path: string;
  readonly status: number;
  /** The server that answered. */
  readonly server: unknown;
}

/** What Node publishes, as far as it is read, and what Express keeps of a URL that it takes apart. */
interface Finished {
  readonly request: {
    readonly method?: string;
    readonly url?: string;
    readonly originalUrl?: string;
  };
  readonly response: { readonly statusCode: number };
  readonly server: unknown;
}

/**
 * Tells of every error that is answered in this process, whoever answers it: also of one that stands before all of
 * Nest, and that no guard, interceptor or filter sees. Returns the function that stops it. `tell` must not throw.
 */
export function watchErrorAnswers(tell: (answer: ErrorAnswer) => void): () => void {
  const look = (message: unknown): void => {
    const { request, response, server } = message as Finished; // as Node documents the channel
    if (response.statusCode < 400) return;
    const [path = ''] = (request.originalUrl ?? request.url ?? '').split('?');
    tell({ method: request.method ?? '', path, status: response.statusCode, server });
  };
  subscribe(FINISHED, look);
  return () => void unsubscribe(FINISHED, look);
}
