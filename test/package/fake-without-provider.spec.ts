import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from './tarball.js';

const execute = promisify(execFile);

describe('the fake where oidc-provider is not installed', () => {
  /** Outside of the repository, whose node_modules have it. */
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fake-alone-'));
    await cp(join(ROOT, 'dist/testing'), join(folder, 'testing'), { recursive: true });
    await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('can be imported, and says how to install it when it is started', async () => {
    const path = pathToFileURL(join(folder, 'testing/index.js')).href;
    // Whatever is left behind would keep the process alive.
    const script = `const { FakeCriipto } = await import('${path}');
      await FakeCriipto.start().catch((error) => console.log(error.message));`;
    const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 10_000,
    });
    expect(stdout).toBe(
      'The fake Criipto needs oidc-provider, which is not installed: npm i -D oidc-provider\n',
    );
  });
});
