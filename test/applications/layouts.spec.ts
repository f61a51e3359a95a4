import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { pack } from '../package/tarball.js';
import { documentedBlock, documentedFiles } from './documented-code.js';
import { type FakeForApplication, fakeForApplication, nameAfterLogin } from './logged-in.js';
import { type JsonObject, NestApplication } from './nest-application.js';

const MINUTES = 60_000;
const LOGGED_IN = 'Freja Prøvesen';
const PNPM = ['exec', '--yes', '--package', 'pnpm@10', '--', 'pnpm'];

let parent: string;
let tarball: string;
let at: FakeForApplication;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'layouts-'));
  tarball = await pack(parent);
}, MINUTES);

afterAll(() => rm(parent, { recursive: true, force: true }));

beforeEach(async () => {
  at = await fakeForApplication();
});

afterEach(() => at.fake.stop());

/** With the code of getting started, and with packages that are not installed yet. */
async function applicationIn(folder: string, name: string, cli: '11' | '12') {
  const app = await NestApplication.generate(folder, name, cli);
  const page = 'docs/getting-started.md';
  await app.write(documentedFiles(page, 'app.module.ts', 'profile.controller.ts', 'main.ts'));
  await app.write({ 'criipto-key.json': at.env['CRIIPTO_PRIVATE_KEY'] ?? '' });
  await app.changeJson('package.json', (json) => ({
    ...json,
    dependencies: {
      ...(json['dependencies'] as JsonObject),
      'nestjs-criipto-auth': `file:${tarball}`,
      '@nestjs/passport': `^${cli}.0.0`,
      passport: '^0.7.0',
    },
  }));
  return app;
}

async function logIn(app: NestApplication): Promise<unknown> {
  await app.write({ 'criipto-key.json': at.env['CRIIPTO_PRIVATE_KEY'] ?? '' });
  return app.during(['node', 'dist/main'], at.env, () => nameAfterLogin(at));
}

describe('pnpm, where a package sees its own dependencies alone', () => {
  it(
    'logs in, and tests by Jest',
    async () => {
      const app = await applicationIn(parent, 'strict', '11');
      await app.changeJson('package.json', (json) => ({
        ...json,
        jest: { ...(json['jest'] as JsonObject), preset: 'nestjs-criipto-auth' },
      }));
      await app.write({ 'src/profile.spec.ts': PROFILE_SPEC });
      await app.run('npm', ...PNPM, 'install');
      await app.run('npm', ...PNPM, 'run', 'build');
      expect(await logIn(app)).toBe(LOGGED_IN);
      expect(await app.run('npm', ...PNPM, 'test', '--testTimeout=30000')).toContain(
        '2 passed, 2 total',
      );
    },
    8 * MINUTES,
  );
});

describe('a workspace of npm with Nest 11 and 12 side by side', () => {
  it(
    'logs in at both',
    async () => {
      const root = join(parent, 'workspace');
      await mkdir(root);
      await writeFile(
        join(root, 'package.json'),
        JSON.stringify({ name: 'root', private: true, workspaces: ['eleven', 'twelve'] }),
      );
      const npmrc = documentedBlock('docs/cookbook/monorepo.md', 'Workspaces of npm', 'ini');
      await writeFile(join(root, '.npmrc'), npmrc);
      const eleven = await applicationIn(root, 'eleven', '11');
      const twelve = await applicationIn(root, 'twelve', '12');
      await new NestApplication(root, '12').install();
      for (const app of [eleven, twelve]) {
        await app.run('npm', 'run', 'build');
        expect(await logIn(app)).toBe(LOGGED_IN);
      }
    },
    8 * MINUTES,
  );
});

/** Of a controller that is guarded: the least that once failed. */
const PROFILE_SPEC = `import { Test } from '@nestjs/testing';
import { ProfileController } from './profile.controller';

it('answers who is there', async () => {
  const module = await Test.createTestingModule({ controllers: [ProfileController] })
    .useMocker(() => ({}))
    .compile();
  expect(module.get(ProfileController).me({ sub: 'a' } as never)).toEqual({ sub: 'a' });
});
`;
