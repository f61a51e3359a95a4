import { once } from 'node:events';

import { WebSocket } from 'ws';

/** What a page at an origin, or what is no browser, sends with its handshake. */
export interface Opener {
  readonly cookie?: string;
  readonly origin?: string;
}

/** The headers that a handshake has of its own. */
export const headersOf = ({ cookie, origin }: Opener): Record<string, string> => ({
  ...(cookie === undefined ? {} : { cookie }),
  ...(origin === undefined ? {} : { origin }),
});

/** A socket as a page has it: what came, in order, and how it was closed. */
export class SocketClient {
  private readonly messages: unknown[] = [];
  private readonly socket: WebSocket;
  /** The code that it was closed with. */
  readonly closed: Promise<number>;

  constructor(url: string, opener: Opener) {
    this.socket = new WebSocket(url.replace('http', 'ws'), { headers: headersOf(opener) });
    this.socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString())));
    this.closed = once(this.socket, 'close').then(([code]) => Number(code));
  }

  /** Sends an event of a gateway. */
  async send(event: string): Promise<void> {
    if (this.socket.readyState === WebSocket.CONNECTING) await once(this.socket, 'open');
    this.socket.send(JSON.stringify({ event }));
  }

  /** The next message that came, or comes. */
  async next(): Promise<unknown> {
    if (this.messages.length === 0) await once(this.socket, 'message');
    return this.messages.shift();
  }

  close(): void {
    this.socket.close();
  }
}
