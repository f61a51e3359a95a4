import { randomBytes } from 'node:crypto';

/** A real Criipto application to log in at. */
export interface Tenant {
  readonly domain: string;
  readonly clientId: string;
  /** As PEM. */
  readonly privateKey: string;
}

export interface SampleSettings {
  /** 0 for any free port. */
  readonly port: number;
  /** Where the fake Criipto listens when there is no tenant; 0 for any free port. */
  readonly fakePort: number;
  readonly tenant?: Tenant;
  readonly sessionSecret: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws when a tenant is described in part. */
export function settingsFrom(environment: Environment): SampleSettings {
  const { PORT = '3000', FAKE_PORT = '3001', SESSION_SECRET } = environment;
  const tenant = tenantFrom(environment);
  return {
    port: Number(PORT),
    fakePort: Number(FAKE_PORT),
    sessionSecret: SESSION_SECRET ?? randomBytes(32).toString('base64url'),
    ...(tenant ? { tenant } : {}),
  };
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
