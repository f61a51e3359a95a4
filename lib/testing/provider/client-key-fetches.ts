import { AsyncLocalStorage } from 'node:async_hooks';

import type { KeyFetch } from '../model/published-key.js';

/** The fetches of clients' keys, by the requests that they were needed for. */
export class ClientKeyFetches {
  private readonly current = new AsyncLocalStorage<KeyFetch[]>();

  /** Runs what answers a request, and gives the fetches that it made. */
  async during(run: () => Promise<void>): Promise<readonly KeyFetch[]> {
    const fetches: KeyFetch[] = [];
    await this.current.run(fetches, run);
    return fetches;
  }

  /** Keys of clients are on this machine, where oidc-provider's own fetch would not go. */
  async fetch(input: string | URL | Request, init: RequestInit): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    const at = Date.now();
    const start = performance.now();
    const note = (outcome: KeyFetch['outcome']): void => {
      this.current.getStore()?.push({ url, at, took: performance.now() - start, outcome });
    };
    try {
      const response = await fetch(input, init);
      note(response.status);
      return response;
    } catch (error) {
      note(reasonOf(error));
      throw error;
    }
  }
}

/** Of `fetch failed` its cause tells more. */
function reasonOf(error: unknown): string {
  const { cause } = Object(error) as { readonly cause?: unknown };
  const { code } = Object(cause) as { readonly code?: unknown };
  return typeof code === 'string' ? code : String(error);
}
