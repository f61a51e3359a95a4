import { randomBytes } from 'node:crypto';

/** A real Criipto application to log in at. */
export interface Tenant {
  readonly domain: string;
  readonly clientId: string;
  /** As PEM or as a private JWK set. */
  readonly privateKey: string;
}

export interface SampleSettings {
  /** 0 for any free port. */
  readonly port: number;
  /** Where the fake Criipto listens when there is no tenant; 0 for any free port. */
  readonly fakePort: number;
  readonly tenant?: Tenant;
  /** Whether to keep to all that the Finnish Trust Network demands. @default false */
  readonly ftn?: boolean;
  readonly sessionSecret: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws when a tenant is described in part, or a port is none. */
export function settingsFrom(environment: Environment): SampleSettings {
  const tenant = tenantFrom(environment);
  return {
    port: portFrom(environment, 'PORT') ?? 3000,
    fakePort: portFrom(environment, 'FAKE_PORT') ?? 3001,
    ftn: environment['CRIIPTO_FTN'] === '1',
    sessionSecret: environment['SESSION_SECRET'] ?? randomBytes(32).toString('base64url'),
    ...(tenant ? { tenant } : {}),
  };
}

function portFrom(environment: Environment, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`${name} must be a number from 0 to 65535`);
}

const TENANT_VARIABLES = ['CRIIPTO_DOMAIN', 'CRIIPTO_CLIENT_ID', 'CRIIPTO_PRIVATE_KEY'] as const;

function tenantFrom(environment: Environment): Tenant | undefined {
  const [domain, clientId, privateKey] = TENANT_VARIABLES.map((name) => environment[name]);
  if (domain && clientId && privateKey) return { domain, clientId, privateKey };
  const missing = TENANT_VARIABLES.filter((name) => !environment[name]);
  if (missing.length === TENANT_VARIABLES.length) return undefined;
  throw new Error(
    `To log in at your own Criipto tenant, set ${missing.join(' and ')} too; to use the fake, set none of ${TENANT_VARIABLES.join(', ')}`,
  );
}
