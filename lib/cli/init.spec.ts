import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { withModule } from './init/app-module.js';
import { runCli } from './run.js';

const APP_MODULE = `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';
import { AppService } from './app.service';

@Module({
  imports: [],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`;

const MANIFEST = `{
  "name": "an-application",
  "scripts": {
    "start": "nest start"
  },
  "dependencies": {
    "@nestjs/core": "^11.0.1"
  }
}
`;

const WRITTEN = [
  '.env',
  '.gitignore',
  'criipto-key.json',
  'package.json',
  'src/app.module.ts',
  'src/criipto/criipto.module.ts',
  'src/criipto/environment.ts',
  'src/criipto/profile.controller.ts',
];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'criipto-init-'));
  await mkdir(join(folder, 'src'));
  await write('package.json', MANIFEST);
  await write('src/app.module.ts', APP_MODULE);
  for (const name of ['@nestjs/passport', 'passport', 'oidc-provider'])
    await mkdir(join(folder, 'node_modules', name), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const read = (name: string) => readFile(join(folder, name), 'utf8');

async function init(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const exitCode = await runCli(['init', ...args], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: {},
    folder,
  });
  return { exitCode, stdout, stderr };
}

async function everything(): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  return Object.fromEntries(
    await Promise.all(files.toSorted().map(async (name) => [name, await read(name)] as const)),
  );
}

describe('criipto-auth init', () => {
  it('writes all that a login needs, and says so', async () => {
    const { exitCode, stdout, stderr } = await init();
    expect(exitCode).toBe(0);
    expect(Object.keys(await everything())).toEqual(WRITTEN);
    expect(stdout.split('\n').map((line) => line.split(':')[0])).toEqual([
      'added .gitignore',
      'wrote criipto-key.json',
      'wrote .env',
      'wrote src/criipto/environment.ts',
      'wrote src/criipto/criipto.module.ts',
      'wrote src/criipto/profile.controller.ts',
      'added src/app.module.ts',
      'added package.json',
      '',
    ]);
    expect(stderr).toContain('npm run start:fake');
  });

  it('keeps the key and the secret to their owner, and out of git', async () => {
    await init();
    for (const name of ['criipto-key.json', '.env'])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect(await read('.gitignore')).toBe('criipto-key.json\n.env\n');
    expect(JSON.parse(await read('criipto-key.json'))).toMatchObject({
      keys: [{ kty: 'RSA', alg: 'RS256', d: expect.any(String) }],
    });
  });

  it('says nothing private', async () => {
    const { stdout, stderr } = await init();
    const secret = /SESSION_SECRET=(.+)/.exec(await read('.env'))?.[1] ?? '';
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(stdout + stderr).not.toContain(secret);
  });

  it('imports the module, and adds the script', async () => {
    await init();
    expect(await read('src/app.module.ts')).toBe(
      APP_MODULE.replace('imports: []', 'imports: [CriiptoModule]').replace(
        "service';\n",
        "service';\nimport { CriiptoModule } from './criipto/criipto.module';\n",
      ),
    );
    expect(await read('package.json')).toBe(
      MANIFEST.replace(
        '"nest start"',
        '"nest start",\n    "start:fake": "criipto-auth fake -- nest start"',
      ),
    );
  });

  it('can run again, and changes nothing then', async () => {
    await init();
    const before = await everything();
    const { exitCode, stdout } = await init();
    expect(exitCode).toBe(0);
    expect(await everything()).toEqual(before);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 5)),
    ).toEqual(Array(WRITTEN.length).fill('left '));
  });

  it('overwrites nothing that is there', async () => {
    await write('.env', 'SESSION_SECRET=mine\nOTHER=1');
    await write('.gitignore', '/node_modules\n*.log');
    await write('criipto-key.json', 'mine');
    await mkdir(join(folder, 'src/criipto'));
    await write('src/criipto/criipto.module.ts', 'mine');
    await init();
    expect(await read('.env')).toMatch(/^SESSION_SECRET=mine\nOTHER=1\n# Your domain[^]*\n$/);
    expect((await read('.env')).match(/SESSION_SECRET/g)).toHaveLength(1);
    expect(await read('.gitignore')).toBe('/node_modules\n*.log\ncriipto-key.json\n.env\n');
    expect(await read('criipto-key.json')).toBe('mine');
    expect(await read('src/criipto/criipto.module.ts')).toBe('mine');
  });

  it('writes imports as an ES module has them', async () => {
    await write(
      'src/app.module.ts',
      APP_MODULE.replace("app.service'", "app.service.js'").replace(
        "app.controller'",
        "app.controller.js'",
      ),
    );
    await init();
    expect(await read('src/app.module.ts')).toContain("'./criipto/criipto.module.js'");
    expect(await read('src/criipto/criipto.module.ts')).toContain("'./profile.controller.js'");
  });

  it('finds the sources where nest-cli.json says they are', async () => {
    await mkdir(join(folder, 'code'));
    await write('nest-cli.json', '\uFEFF{ "sourceRoot": "code" }');
    await write('code/app.module.ts', APP_MODULE);
    await init();
    expect(await read('code/app.module.ts')).toContain('CriiptoModule');
    expect(await read('src/app.module.ts')).toBe(APP_MODULE);
  });

  it('leaves a module that it does not understand, and says what to add', async () => {
    const own = '@Module({ ...shared, imports })\nexport class AppModule {}\n';
    await write('src/app.module.ts', own);
    const { exitCode, stdout, stderr } = await init();
    expect(exitCode).toBe(1);
    expect(await read('src/app.module.ts')).toBe(own);
    expect(stdout).toContain(
      "to do src/app.module.ts: add CriiptoModule to the imports of your module: import { CriiptoModule } from './criipto/criipto.module';",
    );
    expect(stderr).toContain('Then: npm run start:fake');
  });

  it('says which packages are missing', async () => {
    await rm(join(folder, 'node_modules/oidc-provider'), { recursive: true });
    const { exitCode, stdout } = await init();
    expect(exitCode).toBe(1);
    expect(stdout).toContain('oidc-provider is not installed: npm i -D oidc-provider');
  });

  it.each([
    ['no package.json', undefined, 'There is no package.json here'],
    [
      'another application',
      '{ "dependencies": { "express": "5" } }',
      'This is no Nest application',
    ],
    ['no JSON', 'name: x', 'There is no package.json here'],
  ])('writes nothing where there is %s', async (_what, manifest, words) => {
    await rm(join(folder, 'package.json'));
    if (manifest !== undefined) await write('package.json', manifest);
    const before = await everything();
    const { exitCode, stderr } = await init();
    expect(exitCode).toBe(1);
    expect(stderr).toContain(words);
    expect(await everything()).toEqual(before);
  });

  it('takes no options', async () => {
    expect((await init('--force')).exitCode).toBe(2);
  });
});

describe('withModule', () => {
  const imports = "import { Module } from '@nestjs/common';\n";
  const statement = "import { CriiptoModule } from './x';";
  const changed = (decorator: string) => withModule(`${imports}\n${decorator}`, statement);

  it.each([
    ['@Module({})', '@Module({\n  imports: [CriiptoModule],})'],
    ['@Module({ imports: [] })', '@Module({ imports: [CriiptoModule] })'],
    ['@Module({\n  imports: [A],\n})', '@Module({\n  imports: [CriiptoModule, A],\n})'],
    [
      '@Module({\n  imports: [\n    A,\n  ],\n})',
      '@Module({\n  imports: [\n    CriiptoModule,\n    A,\n  ],\n})',
    ],
    [
      '@Module({\n  imports: [\n    // A word\n    A.forRoot({ a: 1 }),\n  ],\n})',
      '@Module({\n  imports: [\n    CriiptoModule,\n    // A word\n    A.forRoot({ a: 1 }),\n  ],\n})',
    ],
    [
      '@Module({\n  controllers: [C],\n})',
      '@Module({\n  imports: [CriiptoModule],\n  controllers: [C],\n})',
    ],
  ])('changes %j to %j', (before, after) => {
    expect(changed(before)).toBe(`${imports}${statement}\n\n${after}`);
  });

  it.each([
    '@Module(options)',
    '@Module({ ...base })',
    '@Module({ imports })',
    '@Module({ controllers: [], imports: [A] })',
    '@Module({}) @Module({})',
    'no module',
  ])('leaves %j', (text) => {
    expect(changed(text)).toBeUndefined();
  });
});
