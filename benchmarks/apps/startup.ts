/** A Nest application that starts, with this package or without, and tells how long that took. */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import type { DynamicModule } from '@nestjs/common';

import { reportReady } from './control.js';
import type { StartupSettings, StartupTimes } from './startup-settings.js';

const { withLibrary } = JSON.parse(process.argv[2] ?? '{}') as StartupSettings; // written by the scenario alone
const { privateKey } = await promisify(generateKeyPair)('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const begin = performance.now();
const { Module } = await import('@nestjs/common');
const { NestFactory } = await import('@nestjs/core');
const { FastifyAdapter } = await import('@nestjs/platform-fastify');
const nestImported = performance.now();
const nestUsage = process.cpuUsage();
const imports = withLibrary ? [await configured()] : [];
const libraryImported = performance.now();
const { user, system } = process.cpuUsage(nestUsage);

@Module({ imports })
class AppModule {}

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
await app.init();
const times: StartupTimes = {
  importNest: nestImported - begin,
  importLibrary: libraryImported - nestImported,
  importLibraryCpu: (user + system) / 1000,
  start: performance.now() - libraryImported,
  residentMegabytes: process.memoryUsage().rss / 1e6,
};
reportReady({ times: () => times });

async function configured(): Promise<DynamicModule> {
  const { CriiptoAuthModule } = await import('nestjs-criipto-auth');
  return CriiptoAuthModule.forRoot({
    domain: 'acme.criipto.id',
    clientId: 'urn:my:application:identifier:1234',
    baseUrl: 'https://app.example.com',
    keys: { pem: privateKey },
    session: { secret: 'a secret that is long enough for everyone' },
  });
}
