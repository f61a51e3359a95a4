import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';

/** An address that leads elsewhere from some moment on, but for the connections that there are. */
export class MovingAddress {
  private constructor(
    private readonly server: Server,
    public port: number,
  ) {
    server.on('connection', (near) => {
      const far = connect(this.port, '127.0.0.1');
      near.pipe(far).pipe(near);
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

  async close(): Promise<void> {
    await once(this.server.close(), 'close');
  }
}
