import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from './tarball.js';

const execute = promisify(execFile);

describe('nestjs-criipto-auth/postgres where pg is not installed', () => {
  /** Outside of the repository, whose node_modules have it. */
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'no-pg-'));
    await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(join(ROOT, 'node_modules/@nestjs'), join(folder, 'node_modules/@nestjs'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const run = async (options: string) => {
    const path = pathToFileURL(join(folder, 'dist/postgres/index.js')).href;
    // Whatever is left behind would keep the process alive.
    const script = `const { PostgresStore } = await import('${path}');
      const store = new PostgresStore(${options});
      console.log(await store.get('a').catch(({ code, message }) => code + ': ' + message));`;
    const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 10_000,
    });
    return stdout;
  };

  it('works with a client of the application', async () => {
    const row = '{ value: "MQ==", a_text: value, a_truth: "true", a_null: null }';
    const client = `{ query: async (_text, [value]) => ({ rows: [${row}] }) }`;
    expect(await run(`{ client: ${client} }`)).toBe('1\n');
  });

  it('says with a URL what to install', async () => {
    expect(await run('{ url: "postgres://localhost" }')).toBe(
      'pg_not_installed: PostgreSQL failed (pg_not_installed): with a `url` the package `pg` is needed: npm install pg\n',
    );
  });
});
