import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import { Pool } from 'undici';

import type { AppSettings } from '../apps/app-settings.js';
import type { Usage } from '../apps/control.js';
import type { ProviderCounts, ProviderSettings } from '../provider/provider-settings.js';
import { Browser } from './browser.js';
import { Child } from './child.js';
import type { Contestant } from './contestants.js';
import { freePort } from './free-port.js';
import { type Load, type Outcome, runLoad } from './load.js';

const CLIENT_ID = 'urn:my:application:identifier:1234';

/** How the applications of one scenario are set up. */
export interface FleetOptions {
  readonly pushed?: boolean;
  /** The applications make and rotate their own keys. */
  readonly ring?: boolean;
  /** How many keys an application publishes. */
  readonly publishedKeys?: number;
  /** How many clients an application has. */
  readonly clients?: number;
  /** The URL of where sessions and logins are kept. */
  readonly redis?: string | undefined;
  /** The same, in place of a Redis. */
  readonly postgres?: string | undefined;
}

/** What an outcome cost the application. */
export interface MeasuredOutcome extends Outcome {
  /** Of the application's process, per operation. */
  readonly cpuMicroseconds: number;
}

/** An application that runs, and the way to it. */
export class RunningApp {
  readonly pool: Pool;

  constructor(
    readonly contestant: Contestant,
    private readonly child: Child,
    origin: string,
  ) {
    this.pool = new Pool(origin, { connections: 1024 });
  }

  newBrowser(): Browser {
    return new Browser(this.pool);
  }

  usage(): Promise<Usage> {
    return this.child.ask('usage') as Promise<Usage>; // see apps/control.ts
  }

  usageWithoutGarbage(): Promise<Usage> {
    return this.child.ask('collect-garbage') as Promise<Usage>; // see apps/control.ts
  }

  /** Milliseconds from the first module to the listening port. Of ours only. */
  startedWithin(): Promise<number> {
    return this.child.ask('started-within') as Promise<number>; // see apps/ours.ts
  }

  /** Lets a new key sign from now on. */
  async rotate(): Promise<void> {
    await this.child.ask('rotate');
  }

  async measure(load: Load, operation: () => Promise<void>): Promise<MeasuredOutcome> {
    const before = await this.usage();
    const outcome = await runLoad(load, operation);
    const after = await this.usage();
    const cpu = after.cpuMicroseconds - before.cpuMicroseconds;
    return { ...outcome, cpuMicroseconds: cpu / load.operations };
  }

  async stop(): Promise<void> {
    await this.pool.destroy();
    await this.child.stop();
  }
}

/** The provider and all applications that take part in a scenario, each in a process of its own. */
export class Fleet {
  private constructor(
    readonly apps: readonly RunningApp[],
    private readonly provider: Child,
  ) {}

  static async start(
    contestants: readonly Contestant[],
    options: FleetOptions = {},
  ): Promise<Fleet> {
    const key = await promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const { ring = false, pushed = false, publishedKeys = 1, clients = 1 } = options;
    const providerPort = await freePort();
    const places: Place[] = [];
    for (const contestant of contestants) {
      places.push({ contestant, port: await freePort() });
    }
    const provider = await Child.start('provider/provider.js', {
      port: providerPort,
      clientId: CLIENT_ID,
      clientKey: key.publicKey,
      clientJwks: ring ? places.map((place) => `${originOf(place)}/.well-known/jwks.json`) : [],
    } satisfies ProviderSettings);
    const start = async (place: Place): Promise<RunningApp> => {
      const { contestant, port } = place;
      const child = await Child.start(contestant.file, {
        issuer: `http://127.0.0.1:${providerPort}`,
        clientId: CLIENT_ID,
        port,
        baseUrl: originOf(place),
        privateKey: key.privateKey,
        kid: 'benchmark',
        secret: 'a secret that is long enough for everyone',
        pushed,
        ring,
        publishedKeys,
        clients,
        redis: options.redis,
        postgres: options.postgres,
      } satisfies AppSettings);
      return new RunningApp(contestant, child, originOf(place));
    };
    const apps = await Promise.all(places.map(start));
    return new Fleet(apps, provider);
  }

  providerCounts(): Promise<ProviderCounts> {
    return this.provider.ask('counts') as Promise<ProviderCounts>; // see provider/provider.ts
  }

  /** As many as `TOKENS_AT_A_TIME`, which no application has seen before. */
  freshTokens(): Promise<readonly string[]> {
    return this.provider.ask('access-tokens') as Promise<readonly string[]>; // see provider/provider.ts
  }

  async stop(): Promise<void> {
    for (const app of this.apps) await app.stop();
    await this.provider.stop();
  }
}

/** Where an application is going to listen. */
interface Place {
  readonly contestant: Contestant;
  readonly port: number;
}

function originOf({ port }: Place): string {
  return `http://127.0.0.1:${port}`;
}
