import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One address for the JWKS of several instances, as a load balancer is. */
export class JwksProxy {
  /** The instance that answers next. */
  target = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<JwksProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo; // never a pipe: listening on a port
    const proxy = new JwksProxy(server, `http://127.0.0.1:${port}/jwks`);
    server.on('request', (_request, response) => {
      void fetch(`${proxy.target}/.well-known/jwks.json`)
        .then(async (answer) => {
          response.writeHead(answer.status, { 'content-type': 'application/jwk-set+json' });
          response.end(await answer.text());
        })
        .catch(() => response.writeHead(502).end());
    });
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
