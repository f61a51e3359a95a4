import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { NestFactory } from '@nestjs/core';
import { type CriiptoAuthOptions, InMemoryKeyRingStore } from 'nestjs-criipto-auth';
import { type FakeClient, FakeCriipto } from 'nestjs-criipto-auth/testing';

import { generateFtnKeys } from './ftn-keys.js';
import { SampleModule } from './sample.module.js';
import type { SampleSettings, Tenant } from './settings.js';

const FAKE_CLIENT_ID = 'urn:my:application:identifier:sample';

export interface RunningSample {
  readonly url: string;
  /** Absent when the sample logs in at a tenant. */
  readonly fake: FakeCriipto | undefined;
  close(): Promise<void>;
}

/** Who logs users in, and what the module has to know to reach them. */
interface Provider {
  readonly connection: Pick<CriiptoAuthOptions, 'domain' | 'issuer' | 'clientId' | 'keys'>;
  readonly fake?: FakeCriipto;
}

export async function startSample(settings: SampleSettings): Promise<RunningSample> {
  const { tenant, fakePort, sessionSecret, ftn = false } = settings;
  // The fake must know our address, and we its: so ours is settled first.
  const port = settings.port === 0 ? await freePort() : settings.port;
  const url = `http://localhost:${port}`;
  const provider = ftn ? ftnFake : fakeCriipto;
  const { connection, fake } = tenant ? realCriipto(tenant) : await provider(fakePort, url);
  const app = await NestFactory.create(
    SampleModule.with({ ...connection, ftn, baseUrl: url, session: { secret: sessionSecret } }),
    { abortOnError: false },
  );
  await app.listen(port, 'localhost');
  return {
    url,
    fake,
    async close() {
      await app.close();
      await fake?.stop();
    },
  };
}

function realCriipto({ domain, clientId, privateKey }: Tenant): Provider {
  const keys = privateKey.trimStart().startsWith('{') ? { jwks: privateKey } : { pem: privateKey };
  return { connection: { domain, clientId, keys } };
}

async function fakeCriipto(port: number, sampleUrl: string): Promise<Provider> {
  const jwksUri = `${sampleUrl}/.well-known/jwks.json`;
  const fake = await startFake(port, { ...clientAt(sampleUrl), jwksUri });
  // A ring in memory is gone with the process, and the fake with it. Yours belongs in a file or a shared store.
  const keys = { ring: { store: new InMemoryKeyRingStore(), encryptionKey: false } } as const;
  return { connection: { issuer: fake.issuer, clientId: FAKE_CLIENT_ID, keys }, fake };
}

/** As strict as the Finnish Trust Network: signed requests, encrypted answers, and keys that were pasted in. */
async function ftnFake(port: number, sampleUrl: string): Promise<Provider> {
  const { keys, publicJwks } = await generateFtnKeys();
  const fake = await startFake(port, { ...clientAt(sampleUrl), jwks: publicJwks, ftn: true });
  const connection = { issuer: fake.issuer, clientId: FAKE_CLIENT_ID, keys: { jwks: { keys } } };
  return { connection, fake };
}

function startFake(port: number, client: FakeClient): Promise<FakeCriipto> {
  return FakeCriipto.start({ port, clients: [client] });
}

function clientAt(sampleUrl: string): FakeClient {
  return {
    clientId: FAKE_CLIENT_ID,
    redirectUris: [`${sampleUrl}/auth/callback`],
    postLogoutRedirectUris: [`${sampleUrl}/auth/logged-out`],
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  server.close();
  await once(server, 'close');
  return port;
}
