import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { codeBlocks, ownLinks, page, ROOT } from './markdown.js';

const execute = promisify(execFile);

describe('the cookbook', () => {
  it('lists each of its pages, as does the README', async () => {
    const names = (await readdir(join(ROOT, 'docs/cookbook'))).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    const listed = ownLinks(page('docs/cookbook/README.md'));
    const inReadme = ownLinks(page('README.md'));
    expect(names.filter((name) => !listed.includes(name))).toEqual([]);
    expect(names.filter((name) => !inReadme.includes(`docs/cookbook/${name}`))).toEqual([]);
  });

  it.each(['traefik', 'kubernetes'])('says that nobody ran what it says of %s', (name) => {
    expect(page(`docs/cookbook/${name}.md`).text).toMatch(
      /^> Written from the documentation of .*, not run here\.$/m,
    );
  });

  it('has an application that is CommonJS load the package by require()', async () => {
    const [block] = codeBlocks(page('docs/cookbook/commonjs.md'), 'js');
    const folder = await mkdtemp(join(ROOT, 'temp/commonjs-'));
    try {
      await writeFile(join(folder, 'login.cjs'), block?.code ?? '');
      const { stdout } = await execute(process.execPath, ['login.cjs'], { cwd: folder });
      expect(stdout).toBe('function function\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
