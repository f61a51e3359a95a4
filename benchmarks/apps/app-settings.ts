/** What every application of a benchmark is told, whoever wrote it. */
export interface AppSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly port: number;
  readonly baseUrl: string;
  /** PKCS #8. The provider knows its public half. */
  readonly privateKey: string;
  readonly kid: string;
  readonly secret: string;
  /** Whether authorization requests are pushed. */
  readonly pushed: boolean;
  /** Whether the application makes and rotates its own keys, which the provider fetches from it. */
  readonly ring: boolean;
  /** How many keys the application publishes. */
  readonly publishedKeys: number;
  /** How many clients the application has, each with a module of its own. The last one is the one that is measured. */
  readonly clients: number;
  /** Where sessions and used logins are kept; without either, sessions are in cookies and the rest in memory. */
  readonly redis: string | undefined;
  readonly postgres: string | undefined;
}

/** As the benchmark wrote it on the command line. */
export function appSettings(): AppSettings {
  return JSON.parse(process.argv[2] ?? '{}') as AppSettings; // written by Fleet alone
}
