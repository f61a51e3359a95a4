import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { freePort } from '../support/free-port.js';
import { pack } from '../package/tarball.js';
import { documentedCode } from './documented-code.js';
import { nameOnceLoggedIn } from './logged-in.js';
import { NestApplication } from './nest-application.js';

const MINUTES = 60_000;
/** Of Jest and of Vitest: on a busy machine the usual five seconds pass before packages are transformed. */
const PATIENT = ['--', '--testTimeout=30000'];

describe.each(['11', '12'] as const)('an application that the CLI of Nest %s made', (cli) => {
  let parent: string;
  let app: NestApplication;

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'three-commands-'));
    app = await NestApplication.generate(parent, 'app', cli);
    const tarball = await pack(parent);
    // What the first of the three installs, of this Nest.
    await app.install(tarball, `@nestjs/passport@${cli}`, 'passport', 'oidc-provider');
    await app.run('npx', '--no', 'criipto-auth', 'init');
  }, 6 * MINUTES);

  afterAll(() => rm(parent, { recursive: true, force: true }));

  it(
    'logs in after three commands',
    async () => {
      const [port, fakePort] = [await freePort(), await freePort()];
      const env = { PORT: String(port), FAKE_PORT: String(fakePort) };
      const name = await app.during(['npm', 'run', 'start:fake'], env, () =>
        nameOnceLoggedIn(`http://localhost:${port}`),
      );
      expect(name).toBe('Freja Prøvesen');
    },
    2 * MINUTES,
  );

  it(
    'passes its own tests, and the one of the guide',
    async () => {
      if (cli === '11') {
        await app.changeJson('package.json', (json) => ({
          ...json,
          jest: withPreset(json['jest']),
        }));
        await app.changeJson('test/jest-e2e.json', withPreset);
      }
      const test = documentedCode('docs/guides/testing.md', 'profile.spec.ts');
      await app.write({ 'src/profile.spec.ts': test });
      await app.write({ 'test/profile.e2e-spec.ts': test.replaceAll('4100', '4101') });
      expect(await app.run('npm', 'test', ...PATIENT)).toMatch(/Tests: +3 passed|Tests +3 passed/);
      expect(await app.run('npm', 'run', 'test:e2e', ...PATIENT)).toMatch(
        /Tests: +3 passed|Tests +3 passed/,
      );
    },
    4 * MINUTES,
  );
});

function withPreset(jest: unknown) {
  return { ...Object(jest), preset: 'nestjs-criipto-auth' };
}
