import { printable } from '../common/printable.js';
import type { AnyContext, Caller } from './caller.js';

/**
 * The origin of the page that opened a WebSocket with cookies, where it is none of these. Browsers let every page
 * open one, and send cookies along; what is no browser names no origin (RFC 6455 section 10.2).
 */
export function foreignOrigin(
  context: AnyContext,
  caller: Caller,
  origins: readonly string[],
): string | undefined {
  const origin = caller.headers['origin']?.toString();
  if (context.getType() !== 'ws' && !isHandshake(caller)) return undefined;
  if (origin === undefined || caller.headers['cookie'] === undefined) return undefined;
  return origins.includes(origin) ? undefined : origin;
}

/** Whether a request asks for a WebSocket. */
export function isHandshake({ headers }: Pick<Caller, 'headers'>): boolean {
  return headers['upgrade']?.toString().toLowerCase() === 'websocket';
}

/** For the log. The page says itself where it is. */
export function foreignOriginText(origin: string): string {
  return `A WebSocket was opened by a page at ${printable(origin)}, which is none of \`webSocketOrigins\`: its cookies are not read`;
}
