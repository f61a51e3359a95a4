import { randomBytes } from 'node:crypto';

import type { KoaContextWithOIDC } from 'oidc-provider';

/** Criipto's own id of a request, for who asks for it. */
export async function giveTraceId(
  context: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<void> {
  await next();
  if (context.get('Prefer') === 'return-trace-id')
    context.set('Trace-Id', randomBytes(16).toString('hex'));
}
