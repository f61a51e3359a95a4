import type { AnyContext, Caller } from './caller.js';

/**
 * The origin of the page that opened a WebSocket with cookies, where it is none of these. Browsers let every page
 * open one, and send cookies along; what is no browser names no origin (RFC 6455 section 10.2).
 */
export function foreignOrigin(
  context: AnyContext,
  { headers }: Caller,
  origins: readonly string[],
): string | undefined {
  const isHandshake =
    context.getType() === 'ws' || headers['upgrade']?.toString().toLowerCase() === 'websocket';
  const origin = headers['origin']?.toString();
  if (!isHandshake || origin === undefined || headers['cookie'] === undefined) return undefined;
  return origins.includes(origin) ? undefined : origin;
}
