import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

import { afterEach } from '@jest/globals';

import { HttpClient, type HttpLimits } from '../../lib/http-client/http-client.js';

/** Servers of this machine and clients of a spec, all of which end with each of its tests. */
export function httpClients(limits: HttpLimits) {
  const opened: (() => unknown)[] = [];

  const end = async (): Promise<void> => {
    for (const close of opened.splice(0).toReversed()) await close();
  };
  afterEach(end);

  /** Gives its host and port. */
  const listening = async (server: Server): Promise<string> => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    opened.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`; // of a TCP server
  };

  const client = (others: Partial<HttpLimits> = {}): HttpClient => {
    const http = new HttpClient({ ...limits, ...others });
    opened.push(() => http.close());
    return http;
  };

  return { listening, client, end };
}
