import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileKeyRingStore } from 'nestjs-criipto-auth';

import { runCli } from '../../lib/cli/run.js';
import { keyPair, privateJwk, privatePem } from '../support/private-keys.js';
import { appsOn, CLIENT_ID, type TestApp } from '../support/test-app.js';

const RING_SECRET = 'a secret that is long enough, really';

/** That the provider does not know. */
const STRANGER = keyPair('rsa', 1).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('criipto-auth doctor', () => {
  const start = appsOn(() => new FastifyAdapter());
  const ownKey = privatePem('rsa');
  let app: TestApp;
  beforeAll(async () => {
    app = await start({ options: { keys: { pem: ownKey } } });
  });

  async function doctor(flags: Record<string, string>, key = ownKey) {
    const written = { stdout: '', stderr: '' };
    const exitCode = await runCli(
      ['doctor', ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)],
      {
        stdout: { write: (text) => (written.stdout += text) },
        stderr: { write: (text) => (written.stderr += text) },
        env: {
          CRIIPTO_PRIVATE_KEY: key,
          CRIIPTO_CLIENT_ID: CLIENT_ID,
          WEAK: 'not a key',
          RING_SECRET,
        },
      },
    );
    return { exitCode, ...written };
  }

  it('finds nothing wrong with an application that works', async () => {
    const { exitCode, stdout } = await doctor({ issuer: app.fake.issuer, 'base-url': app.url });
    expect(stdout.split('\n').map((line) => line.replace(/:.*/, ''))).toEqual([
      'ok   discovery',
      'skip client ID',
      'ok   eIDs',
      'ok   algorithms',
      'ok   published keys',
      'ok   clock',
      'ok   client authentication',
      'ok   redirect URI',
      'skip dashboard',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  describe('at a domain of Criipto', () => {
    const atDomain = () => ({ domain: new URL(app.fake.issuer).host });

    it('knows the client, and what its dashboard says of userinfo', async () => {
      const { exitCode, stdout } = await doctor(atDomain());
      expect(stdout).toContain(
        `ok   client ID: the domain knows ${CLIENT_ID}; its user info response strategy is plainJson\n`,
      );
      expect(exitCode).toBe(0);
    });

    it('finds a client id that the domain does not know', async () => {
      const { exitCode, stdout } = await doctor({ ...atDomain(), 'client-id': 'urn:other:client' });
      expect(stdout).toContain(
        `FAIL client ID: ${app.fake.issuer} knows no client urn:other:client`,
      );
      expect(exitCode).toBe(1);
    });

    it('lists the eIDs of the domain, and says what it cannot know', async () => {
      const { stdout } = await doctor(atDomain());
      expect(stdout).toMatch(/^ok {3}eIDs: the domain offers .*mitid, .*bankid-se/m);
      expect(stdout).toMatch(/^skip dashboard: from here it cannot be seen which eIDs and scopes/m);
    });
  });

  describe('with a ring of keys', () => {
    let folder: string;
    let path: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'doctor-'));
      path = join(folder, 'ring.json');
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('looks at the key that signs, which the application publishes', async () => {
      const ring = {
        store: new FileKeyRingStore(path),
        encryptionKey: RING_SECRET,
        algorithm: 'ES256',
      } as const;
      const rotating = await start({ options: { keys: { ring } } });
      const { exitCode, stdout } = await doctor({
        issuer: rotating.fake.issuer,
        'base-url': rotating.url,
        ring: path,
        'encryption-key-env': 'RING_SECRET',
      });
      expect(stdout).toContain('ok   published keys');
      expect(stdout).toContain('ok   client authentication');
      expect(exitCode).toBe(0);
    });

    it('does not guess which keys are meant', async () => {
      const flags = { issuer: app.fake.issuer, ring: path, 'key-env': 'WEAK' };
      const { exitCode, stderr } = await doctor(flags);
      expect(stderr).toContain('Give --ring, or --key-file or --key-env, not both');
      expect(exitCode).toBe(2);
    });
  });

  it('skips what it was not told of', async () => {
    const { exitCode, stdout } = await doctor({ issuer: app.fake.issuer });
    expect(stdout).toContain('skip published keys: say where the application is by --base-url');
    expect(stdout).toContain('skip redirect URI: say where the application is by --base-url');
    expect(exitCode).toBe(0);
  });

  it('finds a key that is not the published one, and not the accepted one', async () => {
    const flags = { issuer: app.fake.issuer, 'base-url': app.url };
    const { exitCode, stdout } = await doctor(flags, STRANGER);
    expect(stdout).toMatch(/^FAIL published keys: .* does not hold the active key/m);
    expect(stdout).toMatch(
      /^FAIL client authentication: client_authentication_failed: .*\(kid=\S+ alg=RS256 aud=http\S+ client=urn:\S+\)/m,
    );
    expect(exitCode).toBe(1);
  });

  it('finds a redirect URI that is not registered, and says where to add it', async () => {
    const flags = { issuer: app.fake.issuer, 'base-url': 'https://elsewhere.example' };
    const { exitCode, stdout } = await doctor(flags);
    expect(stdout).toMatch(
      /^FAIL redirect URI: provider_error: .*Add https:\/\/elsewhere\.example\/auth\/callback to "Callback URLs".*The provider says: "/m,
    );
    expect(exitCode).toBe(1);
  });

  it('looks for the redirect URI where the application put it', async () => {
    const flags = { issuer: app.fake.issuer, 'base-url': app.url };
    const { stdout } = await doctor({ ...flags, 'callback-path': '/signin' });
    expect(stdout).toContain(`Add ${app.url}/signin to "Callback URLs"`);
  });

  it('sends nobody to itself, and knows nothing of keys that it did not look at', async () => {
    const { stdout } = await doctor({ issuer: app.fake.issuer }, STRANGER);
    expect(stdout).not.toMatch(/run `criipto-auth doctor`|in our own JWKS/);
  });

  it('finds an audience that the provider refuses', async () => {
    const { exitCode, stdout } = await doctor({ issuer: app.fake.issuer, audience: 'https://a.b' });
    expect(stdout).toContain('FAIL client authentication: client_authentication_failed');
    expect(exitCode).toBe(1);
  });

  it('finds an issuer that is spelled otherwise', async () => {
    const { exitCode, stdout } = await doctor({ issuer: `${app.fake.issuer}/` });
    expect(stdout).toMatch(/^FAIL discovery: discovery_issuer_mismatch/);
    expect(exitCode).toBe(1);
  });

  it('finds a provider that is away', async () => {
    const { exitCode, stdout } = await doctor({ issuer: 'http://127.0.0.1:9' });
    expect(stdout).toMatch(/^FAIL discovery: discovery_failed/);
    expect(exitCode).toBe(1);
  });

  it('tells what several checks need, and cannot be had, once', async () => {
    const { stdout } = await doctor({ issuer: 'http://127.0.0.1:9', 'base-url': app.url });
    expect(stdout.match(/discovery_failed/g)).toHaveLength(1);
    for (const subject of ['eIDs', 'algorithms', 'clock', 'client authentication', 'redirect URI'])
      expect(stdout).toContain(`skip ${subject}: needs what failed above: discovery\n`);
  });

  it('finds another key that is published under the name of the active one', async () => {
    const [ours, theirs] = [0, 1].map((index) =>
      JSON.stringify(privateJwk('rsa', { kid: 'the-key' }, index)),
    );
    const other = await start({ options: { keys: { jwks: ours ?? '' } } });
    const flags = { issuer: other.fake.issuer, 'base-url': other.url };
    const { stdout } = await doctor(flags, theirs);
    expect(stdout).toMatch(/^FAIL published keys: .* holds another key by the name of .*the-key/m);
    expect((await doctor(flags, ours)).exitCode).toBe(0);
  });

  it('looks for the published keys where the application put them', async () => {
    const moved = await start({
      options: { keys: { pem: ownKey } },
      extras: { routes: { jwks: '/keys.json' } },
    });
    const flags = { issuer: moved.fake.issuer, 'base-url': moved.url };
    const { stdout } = await doctor({ ...flags, 'jwks-path': '/keys.json' });
    expect(stdout).toMatch(/^ok {3}published keys: .*\/keys\.json holds the active key/m);
  });

  it('proves itself as the application does', async () => {
    app.fake.requests.clear();
    await doctor({ issuer: app.fake.issuer, typ: 'false' });
    const assertion = app.fake.requests.last('token')?.assertion;
    expect(assertion?.header).not.toHaveProperty('typ');
  });

  it('finds an algorithm of ID tokens that the provider does not sign with', async () => {
    const { exitCode, stdout } = await doctor({
      issuer: app.fake.issuer,
      'id-token-alg': 'ES512',
    });
    expect(stdout).toMatch(/^FAIL algorithms: the provider signs ID tokens with .*RS256/m);
    expect(exitCode).toBe(1);
  });

  it('compares no clocks with a provider that does not tell the time', async () => {
    const server = createServer((_request, response) => {
      response.sendDate = false;
      response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // of a server that listens on a port
    const { stdout } = await doctor({ issuer: `http://127.0.0.1:${port}` });
    server.close();
    expect(stdout).toContain('skip clock: the provider does not tell the time');
  });

  it('never shows an assertion or a key', async () => {
    const { stdout } = await doctor({ issuer: app.fake.issuer }, STRANGER);
    expect(stdout).not.toMatch(/eyJ|PRIVATE/);
  });

  it.each<[string, Record<string, string>]>([
    ['no provider', {}],
    ['two providers', { domain: 'acme.criipto.id', issuer: 'https://acme.criipto.id' }],
    ['no key', { domain: 'acme.criipto.id', 'key-env': 'NOWHERE' }],
    ['two keys', { domain: 'acme.criipto.id', 'key-file': 'a.pem', 'key-env': 'WEAK' }],
    ['an unknown flag', { domain: 'acme.criipto.id', speed: 'high' }],
    ['an unknown algorithm', { domain: 'acme.criipto.id', alg: 'HS256' }],
    ['an unknown algorithm of ID tokens', { domain: 'acme.criipto.id', 'id-token-alg': 'HS256' }],
  ])('is called wrongly with %s', async (_what, flags) => {
    const { exitCode, stderr } = await doctor(flags);
    expect(stderr).toContain('Usage: criipto-auth doctor');
    expect(exitCode).toBe(2);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a key that is none', { domain: 'acme.criipto.id', 'key-env': 'WEAK' }, /PEM/],
    [
      'a domain that is none',
      { domain: 'https://acme.criipto.id' },
      /`domain` must be a host name/,
    ],
    [
      'a path that is none',
      { domain: 'acme.criipto.id', 'jwks-path': 'keys.json' },
      /`routes.jwks` must be a plain path/,
    ],
    [
      'a file that is none',
      { domain: 'acme.criipto.id', 'key-file': 'nowhere.pem' },
      /does not exist/,
    ],
  ])('says what is wrong with %s', async (_what, flags, said) => {
    const { exitCode, stderr } = await doctor(flags);
    expect(stderr).toMatch(said);
    expect(exitCode).toBe(1);
  });
});
