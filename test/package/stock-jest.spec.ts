import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { freePort } from '../support/free-port.js';
import { publishedKeys } from '../support/relying-party.js';
import { StubProvider } from '../support/stub-provider.js';
import { CLIENT_ID } from '../support/test-app.js';
import { compile, install } from './consumer.js';
import { pack, ROOT } from './tarball.js';

const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');
const MINUTES = 60_000;

const execute = promisify(execFile);

describe('an application with its own tests, and with no optional peer', () => {
  /** Outside of the repository, whose own node_modules would make up for what is missing. */
  let folder: string;
  let app: string;
  let typeErrors: string;
  let port: number;
  let provider: StubProvider;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nestjs-criipto-auth-'));
    app = join(folder, 'app');
    port = await freePort();
    const ofNest = ['common', 'core', 'passport', 'platform-express'];
    await install(app, [await pack(folder), ...ofNest.map((name) => `@nestjs/${name}`)], {
      'login.test.mts': 'login-test.ts',
    });
    typeErrors = await compile(app);
    const url = `http://localhost:${port}`;
    const redirectUri = `${url}/auth/callback`;
    const keys = () => publishedKeys(url);
    provider = await StubProvider.start({ client: { id: CLIENT_ID, redirectUri, keys } });
  }, 4 * MINUTES);

  afterAll(async () => {
    await provider.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('has none of them installed', async () => {
    const modules = await readdir(join(app, 'node_modules'));
    for (const peer of ['@opentelemetry', 'oidc-provider', 'pg', 'pkcs11js', 'redis'])
      expect(modules).not.toContain(peer);
  });

  it('compiles', () => {
    expect(typeErrors).toBe('');
  });

  it(
    'logs in and out under the environment that Jest has for Node',
    async () => {
      const config = { rootDir: app, testEnvironment: 'node', testMatch: ['**/*.test.mjs'] };
      const { stderr } = await execute(
        process.execPath,
        ['--experimental-vm-modules', JEST, '--ci', '--config', JSON.stringify(config)],
        {
          cwd: app,
          env: { ...process.env, ISSUER: provider.issuer, CLIENT_ID, PORT: String(port) },
        },
      );
      expect(stderr).toContain('2 passed, 2 total');
    },
    MINUTES,
  );
});
