import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { freePort } from '../support/free-port.js';
import { nodeOfNpm } from '../package/consumer.js';
import { pack } from '../package/tarball.js';
import {
  documentedCode,
  documentedCommands,
  documentedFiles,
  documentedJson,
} from './documented-code.js';
import {
  type FakeForApplication,
  fakeForApplication,
  nameAfterLogin,
  nameOnceLoggedIn,
} from './logged-in.js';
import { type JsonObject, NestApplication } from './nest-application.js';

const MINUTES = 60_000;
const LOGGED_IN = 'Freja Prøvesen';
const SESSION_SECRET = 'only for tests, and long enough for them';
const BUNDLERS = 'docs/cookbook/bundlers.md';
const COMMONJS = 'docs/cookbook/commonjs.md';

/** What has types of its own. */
const SUB_PATHS = `import type * as eids from 'nestjs-criipto-auth/eids';
import type * as keys from 'nestjs-criipto-auth/keys';
import type * as oidc from 'nestjs-criipto-auth/oidc';
import { PostgresStore } from 'nestjs-criipto-auth/postgres';
import { RedisStore } from 'nestjs-criipto-auth/redis';
import { FakeCriipto } from 'nestjs-criipto-auth/testing';

export const classes = [PostgresStore, RedisStore, FakeCriipto];
export type Types = [typeof eids, typeof keys, typeof oidc];
`;

/** As the CLI of Nest 11 writes it. */
const DEFAULT_JEST: JsonObject = {
  moduleFileExtensions: ['js', 'json', 'ts'],
  rootDir: 'src',
  testRegex: '.*\\.spec\\.ts$',
  transform: { '^.+\\.(t|j)s$': 'ts-jest' },
  testEnvironment: 'node',
};

let parent: string;
let app: NestApplication;
let at: FakeForApplication;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'nest-11-'));
  const tarball = await pack(parent);
  app = await NestApplication.generate(parent, 'app', '11');
  const ours = [tarball, '@nestjs/passport@11', 'passport', 'oidc-provider'];
  const builders = ['@swc/cli', '@swc/core', '@swc/jest', 'esbuild', '@vercel/ncc'];
  const compilers = [
    'typescript-5.8@npm:typescript@5.8',
    'typescript-newest@npm:typescript@latest',
  ];
  await app.install(...ours, ...builders, ...compilers);
}, 6 * MINUTES);

afterAll(() => rm(parent, { recursive: true, force: true }));

beforeEach(async () => {
  at = await fakeForApplication();
});

afterEach(() => at.fake.stop());

const runs = (folder: string, ...command: readonly [string, ...string[]]) =>
  app.during(
    command,
    { ...at.env, CRIIPTO_KEY_FILE: join(app.folder, 'criipto-key.json') },
    () => nameAfterLogin(at),
    folder,
  );

describe('the code of the README', () => {
  beforeAll(async () => {
    await app.write(documentedFiles('README.md', 'app.module.ts'));
    const key = ['criipto-auth', 'keys', 'generate', '--out', 'criipto-key.json'];
    await app.run('npx', '--no', ...key);
  });

  it(
    'logs in as the README says: by one file, a key and a command',
    async () => {
      const [port, fakePort] = [await freePort(), await freePort()];
      const env = { PORT: String(port), FAKE_PORT: String(fakePort), SESSION_SECRET };
      const command = ['npx', '--no', 'criipto-auth', 'fake', '--', 'nest', 'start'] as const;
      const name = await app.during(command, env, () =>
        nameOnceLoggedIn(`http://localhost:${port}`),
      );
      expect(name).toBe(LOGGED_IN);
    },
    MINUTES,
  );

  it.each(['tsc', 'webpack', 'swc'])(
    'logs in, built by %s',
    async (builder) => {
      await app.remove('dist', 'tsconfig.build.tsbuildinfo');
      await app.run('npx', 'nest', 'build', '--builder', builder);
      expect(await runs(app.folder, 'node', 'dist/main')).toBe(LOGGED_IN);
    },
    3 * MINUTES,
  );

  it.each([
    ['webpack', 'dist/main.js'],
    ['esbuild', 'bundle/esbuild/main.js'],
    ['ncc', 'bundle/ncc/index.js'],
  ])(
    'logs in from a bundle of %s with all packages in it, where none is installed',
    async (bundler, file) => {
      await app.write({
        'webpack-all.js': documentedCode(BUNDLERS, 'webpack-all.js', 'js'),
      });
      await app.remove('dist', 'tsconfig.build.tsbuildinfo');
      for (const { program, args } of documentedCommands(BUNDLERS, bundler))
        await app.run(program, ...args);
      const elsewhere = join(parent, bundler);
      await cp(join(app.folder, dirname(file)), elsewhere, { recursive: true });
      expect(await runs(elsewhere, 'node', basename(file))).toBe(LOGGED_IN);
    },
    3 * MINUTES,
  );

  it.each([
    ['5.8', {}],
    ['newest', {}],
    ['5.8', { ...documentedJson(COMMONJS, 'TypeScript'), resolvePackageJsonExports: undefined }],
  ])(
    'compiles by TypeScript %s with %j, sub-paths too',
    async (version, compilerOptions) => {
      await app.write({ 'src/sub-paths.ts': SUB_PATHS });
      await app.changeJson('tsconfig.json', (json) => ({
        ...json,
        // What TypeScript 7 has no more, and what it wants said.
        compilerOptions: {
          ...(json['compilerOptions'] as JsonObject),
          baseUrl: undefined,
          types: ['jest', 'node'],
          ...compilerOptions,
        },
      }));
      const compiler = `node_modules/typescript-${version}/bin/tsc`;
      expect(await app.run('node', compiler, '--noEmit', '-p', '.')).toBe('');
    },
    MINUTES,
  );
});

describe('the test of the guide by Jest, as CommonJS and without a flag', () => {
  const swc = {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
  };
  const configured = (config: JsonObject) =>
    app.changeJson('package.json', (json) => ({
      ...json,
      jest: { ...DEFAULT_JEST, ...documentedJson(COMMONJS, 'Jest'), ...config },
    }));
  const testsBy = (node: string) =>
    app.run(
      node,
      'node_modules/jest/bin/jest.js',
      '--ci',
      '--testTimeout=30000',
      'src/profile.spec.ts',
    );

  beforeAll(async () => {
    await app.write({
      'src/profile.spec.ts': documentedCode('docs/guides/testing.md', 'profile.spec.ts'),
    });
  });

  it.each<[string, JsonObject]>([
    ['ts-jest', {}],
    ['ts-jest for .ts alone', { transform: { '^.+\\.ts$': 'ts-jest' } }],
    ['@swc/jest', { transform: { '^.+\\.(t|j)s$': ['@swc/jest', swc] } }],
    ['@swc/jest for .ts alone', { transform: { '^.+\\.ts$': ['@swc/jest', swc] } }],
    ['a mapper of its own', { moduleNameMapper: { '^src/(.*)$': '<rootDir>/$1' } }],
  ])(
    'passes with %s',
    async (_with, config) => {
      await configured(config);
      expect(await testsBy(process.execPath)).toContain('2 passed, 2 total');
    },
    2 * MINUTES,
  );

  it.each(['20.19.0', '22.12.0', '24', 'latest'])(
    'passes on Node %s',
    async (version) => {
      await configured({});
      expect(await testsBy(nodeOfNpm(version))).toContain('2 passed, 2 total');
    },
    2 * MINUTES,
  );
});
