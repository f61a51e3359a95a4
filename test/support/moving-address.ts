import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** An address that leads elsewhere from some moment on, but for the connections that there are. */
export class MovingAddress {
  private readonly connections = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    public port: number,
  ) {
    server.on('connection', (near) => {
      const far = connect(this.port, '127.0.0.1');
      near.pipe(far).pipe(near);
      this.connections.add(near);
      near.once('close', () => {
        this.connections.delete(near);
        far.destroy();
      });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const)
        one.on('error', () => other.destroy());
    });
  }

  static async to(port: number): Promise<MovingAddress> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new MovingAddress(server, port);
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`; // it listens at a port
  }

  /** The connections that there are carry nothing any more, and do not say so. New ones do. */
  goSilent(): void {
    for (const near of this.connections) near.unpipe();
  }

  async close(): Promise<void> {
    for (const near of this.connections) near.destroy();
    await once(this.server.close(), 'close');
  }
}
