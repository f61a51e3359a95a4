import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { KeyInRing, KeyRevocation, KeyRotation } from '../../lib/keys/ring/key-ring-report.js';

import { publishedKeys } from './relying-party.js';

const SCRIPT = fileURLToPath(new URL('../package/rotating-app.mjs', import.meta.url));

export interface RotatingAppSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly port: number;
  /** The file of the ring, or the URL of its Redis. */
  readonly ring: string;
  /** Milliseconds since the epoch, for everybody. */
  readonly now: number;
  /** Seconds that this one's clock is off. */
  readonly off: number;
}

interface Answers {
  readonly time: void;
  readonly refresh: void;
  readonly list: readonly KeyInRing[];
  readonly signs: string;
  /** What the event `keys.problem` told since the start. */
  readonly problems: readonly string[];
  readonly rotate: KeyRotation;
  readonly revoke: KeyRevocation;
  readonly stop: void;
}

/** One instance of the application in a process of its own. */
export class RotatingApp {
  private constructor(
    readonly settings: RotatingAppSettings,
    private readonly child: ChildProcess,
  ) {}

  static async start(settings: RotatingAppSettings): Promise<RotatingApp> {
    const { issuer, clientId, port, ring, now, off } = settings;
    const child = fork(SCRIPT, {
      execArgv: [],
      env: {
        ...process.env,
        ISSUER: issuer,
        CLIENT_ID: clientId,
        PORT: String(port),
        ...(ring.startsWith('redis:') ? { REDIS: ring } : { RING: ring }),
        NOW: String(now),
        OFF: String(off),
      },
    });
    const app = new RotatingApp(settings, child);
    await app.answer();
    return app;
  }

  get url(): string {
    return `http://localhost:${this.settings.port}`;
  }

  /** One at a time. */
  async ask<C extends keyof Answers>(command: C, argument?: unknown): Promise<Answers[C]> {
    this.child.send([command, argument]);
    // What the script answers to this command.
    return (await this.answer()) as Answers[C];
  }

  /** The kids of the keys that it publishes. */
  async published(): Promise<readonly string[]> {
    const { keys } = await publishedKeys(this.url);
    return keys.map(({ kid = '' }) => kid);
  }

  /** It looks after the ring, and is killed while it holds the lock. */
  async die(): Promise<void> {
    this.child.send(['die']);
    await once(this.child, 'exit');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    await this.ask('stop');
    await exit;
  }

  private async answer(): Promise<unknown> {
    const [message] = (await once(this.child, 'message')) as [
      { answer?: unknown; failure?: string }, // of the script
    ];
    if (message.failure !== undefined) throw new Error(message.failure);
    return message.answer;
  }
}
