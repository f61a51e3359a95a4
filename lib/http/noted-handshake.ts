import { processWide } from '../copies/process-wide.js';

/** Seen by every copy of this package: who admits a socket and who guards its messages may be of two. */
const HANDSHAKES = processWide('handshakes', () => new WeakMap<object, object>());

/** Notes by which request a socket was opened. Sockets of `ws` do not know. */
export function noteHandshake(client: object, request: object): void {
  HANDSHAKES.set(client, request);
}

/** The request by which a socket was opened, as it was noted. */
export function notedHandshake(client: unknown): object | undefined {
  return typeof client === 'object' && client !== null ? HANDSHAKES.get(client) : undefined;
}
