import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConsoleLogger, Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { runCli } from './run.js';

const APPLICATION = join(import.meta.dirname, '../../test/support/listed-app.module.ts');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'routes-'));
});

afterAll(async () => {
  Logger.overrideLogger(new ConsoleLogger());
  await rm(folder, { recursive: true });
});

async function routes(...args: readonly string[]) {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCli(['routes', ...args], {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    env: {},
  });
  return { exitCode, ...written };
}

describe('criipto-auth routes', () => {
  it('lists the handlers of an application of which nothing is made', async () => {
    const { exitCode, stdout, stderr } = await routes('--module', APPLICATION);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Address +Handler +Rule +Guards$/m);
    expect(stdout).toMatch(
      /^GET \/account\/transfer +AccountController\.transfer +@RequireAcr\(.*\) +CriiptoAuthGuard \(global\)$/m,
    );
    expect(stdout).toMatch(/^ALL \/\.well-known\/jwks\.json .*@Public\(\)/m);
  });

  it('says what start-up would refuse', async () => {
    const found = await routes('--module', APPLICATION, '--export', 'ForgetfulModule');
    expect(found).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('GreetingController.greeting'),
      stderr: expect.stringMatching(/^FAIL GreetingController\.greeting has @OptionalAuth\(\)/),
    });
  });

  it.each([
    ['no --module', []],
    ['a module that is not there', ['--module', APPLICATION, '--export', 'Other']],
  ])('answers %s with its usage and exit code 2', async (_what, args) => {
    const { exitCode, stderr } = await routes(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Usage: criipto-auth routes');
  });

  it('asks which of several modules is meant', async () => {
    const two = join(folder, 'two.mjs');
    await writeFile(
      two,
      `const module = () => { class M {} Reflect.defineMetadata('imports', [], M); return M; };
       export const One = module(); export const Two = module(); export const none = 1;`,
    );
    const { exitCode, stderr } = await routes('--module', two);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('there is One, Two')]);
  });

  it('says of a file that cannot be loaded why', async () => {
    const broken = join(folder, 'broken.mjs');
    await writeFile(broken, 'throw new Error("no settings here");');
    const { exitCode, stderr } = await routes('--module', broken);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`${broken} cannot be loaded: no settings here\n`);
  });
});
