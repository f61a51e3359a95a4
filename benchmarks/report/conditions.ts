import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';

/** Where and with what the figures were taken: others may have others. */
export interface Conditions {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** How many processes wanted to run in the minute before. */
  readonly load: number;
  readonly versions: Readonly<Record<string, string>>;
}

const PACKAGES = [
  'nestjs-criipto-auth',
  '@nestjs/core',
  'fastify',
  'express',
  'express-openid-connect',
  'openid-client',
  'express-session',
  'undici',
];

export function conditions(): Conditions {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
    versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name: string): string {
  const { resolve } = createRequire(import.meta.url);
  const paths = resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      const manifest = createRequire(import.meta.url)(`${path}/${name}/package.json`) as unknown;
      return (manifest as { version: string }).version; // every package has one
    } catch {
      continue;
    }
  }
  return 'unknown';
}
