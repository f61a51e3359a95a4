import type { KoaContextWithOIDC } from 'oidc-provider';

import { FakeHeadless } from '../decoupled/headless.js';
import type { RecordedRequests } from './recorded-requests.js';

/** Notes what oidc-provider was asked, once it has answered. */
export function recordIn(
  requests: RecordedRequests,
): (context: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void> {
  return async (context, next) => {
    await next();
    const request = {
      method: context.method,
      path: context.path,
      headers: context.headers,
      query: texts(context.query),
      form: texts(context.oidc?.body ?? {}),
      status: context.status,
    };
    requests.add(FakeHeadless.received(request));
  };
}

function texts(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
