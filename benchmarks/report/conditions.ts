import { generateKeyPair, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where and with what the figures were taken: others may have others. */
export interface Conditions {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** How many processes wanted to run in the minute before. */
  readonly load: number;
  /** Milliseconds of CPU for one signature by RSA-2048, which no login can do without. */
  readonly signature: number;
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
const SIGNATURES = 200;

export async function conditions(): Promise<Conditions> {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
    signature: await signatureTime(),
    versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
  };
}

async function signatureTime(): Promise<number> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const signOnPool = promisify(sign);
  const before = process.cpuUsage();
  for (let index = 0; index < SIGNATURES; index += 1)
    await signOnPool('sha256', Buffer.alloc(400), privateKey);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / SIGNATURES;
}

/** As a benchmark would load it. Not every package exports its manifest. */
function versionOf(name: string): string {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      const manifest: unknown = JSON.parse(
        readFileSync(join(folder, name, 'package.json'), 'utf8'),
      );
      return (manifest as { version: string }).version; // every package has one
    } catch {
      // not there: one folder further up
    }
  }
  return 'unknown';
}
