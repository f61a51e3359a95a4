import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy as companies have it at their edge: it opens tunnels (RFC 9110 section 9.3.6), and knows whom to. */
export class ConnectProxy {
  /** Where it was asked to go, such as `127.0.0.1:3000`. */
  readonly tunnels: string[] = [];
  /** With which `Proxy-Authorization`. */
  readonly credentials: (string | undefined)[] = [];
  /** With which status it answers from now on; 200 opens the tunnel. */
  status = 200;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((_request, response) => response.writeHead(405).end());

  private constructor() {
    this.server.on('connection', (socket) => this.keep(socket));
    this.server.on('connect', (request, socket: Socket) => {
      this.tunnels.push(request.url ?? '');
      this.credentials.push(request.headers['proxy-authorization']);
      if (this.status === 200) this.open(new URL(`http://${request.url}`), socket);
      else socket.end(`HTTP/1.1 ${this.status} No\r\n\r\n`);
    });
  }

  static async start(): Promise<ConnectProxy> {
    const proxy = new ConnectProxy();
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get url(): string {
    // A TCP server has an address of this kind.
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await once(this.server.close(), 'close');
  }

  private open({ hostname, port }: URL, socket: Socket): void {
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    this.keep(target);
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
  }
}
