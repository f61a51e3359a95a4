import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { COMMANDS, type CommandName, type Wire } from './commands.js';

/** What waits for an answer. */
interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** `[1, id, error, result]` */
type Answer = readonly [type: number, id: number, error: Failure | null, result: unknown];

interface Failure {
  readonly error: string;
  readonly message: string;
}

/**
 * Firefox speaks W3C WebDriver by itself, in a protocol of its own: `length:[type, id, name, parameters]` over TCP.
 * What makes HTTP of it, geckodriver, is in no archive of Debian 12.
 */
export class MarionetteWire implements Wire {
  private readonly asked = new Map<number, Asked>();
  private received = Buffer.alloc(0);
  private lastId = 0;

  private constructor(
    private readonly socket: Socket,
    private readonly stop: () => Promise<void>,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('close', () => this.fail(new Error('Firefox has gone')));
    socket.on('error', (error) => this.fail(error));
  }

  static async open(
    port: number,
    capabilities: object,
    stop: () => Promise<void>,
  ): Promise<MarionetteWire> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const wire = new MarionetteWire(socket, stop);
    await wire.ask('WebDriver:NewSession', capabilities);
    return wire;
  }

  async send(
    name: CommandName,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<unknown> {
    const result = await this.ask(COMMANDS[name].marionette, parameters);
    const isWrapped = typeof result === 'object' && result !== null && 'value' in result;
    return isWrapped ? result.value : result;
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await this.stop();
  }

  private ask(name: string, parameters: object): Promise<unknown> {
    this.lastId += 1;
    const id = this.lastId;
    const message = JSON.stringify([0, id, name, parameters]);
    this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    return new Promise((resolve, reject) => this.asked.set(id, { resolve, reject }));
  }

  private receive(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (;;) {
      const colon = this.received.indexOf(':');
      const end = colon + 1 + Number(this.received.subarray(0, colon).toString());
      if (colon < 0 || this.received.length < end) return;
      const message: unknown = JSON.parse(this.received.subarray(colon + 1, end).toString());
      this.received = this.received.subarray(end);
      // The greeting is an object.
      if (Array.isArray(message)) this.answer(message as unknown as Answer); // as Firefox writes it
    }
  }

  private answer([, id, failure, result]: Answer): void {
    const asked = this.asked.get(id);
    this.asked.delete(id);
    if (failure) asked?.reject(new Error(`${failure.error}: ${failure.message}`));
    else asked?.resolve(result);
  }

  private fail(error: Error): void {
    for (const { reject } of this.asked.values()) reject(error);
    this.asked.clear();
  }
}
