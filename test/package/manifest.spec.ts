import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { packedFiles, ROOT } from './tarball.js';

interface Manifest {
  readonly main: string;
  readonly types: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
}

let packed: readonly string[];
let manifest: Manifest;

beforeAll(async () => {
  packed = await packedFiles();
  manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Manifest; // ours
}, 60_000);

describe('the tarball', () => {
  it('holds the build, what one reads first, and nothing else', () => {
    expect(packed.filter((path) => !path.startsWith('dist/')).toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'package.json',
    ]);
  });

  it('holds no tests, and no sources but in source maps', () => {
    const built = /^dist\/(?!.*\.spec\.).*\.(c?js|c?js\.map|d\.c?ts)$/;
    expect(packed.filter((path) => path.startsWith('dist/') && !built.test(path))).toEqual([]);
  });

  it('holds every file that the manifest names', () => {
    const entries = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : [entry.types, entry.default],
    );
    const named = [manifest.main, manifest.types, ...Object.values(manifest.bin), ...entries];
    expect(named.filter((path) => !packed.includes(path.replace('./', '')))).toEqual([]);
  });

  it('has a source map beside every script, with the sources in it', async () => {
    const scripts = packed.filter((path) => path.endsWith('.js'));
    const incomplete = await Promise.all(
      scripts.map(async (path) => ((await hasItsSources(`${path}.map`)) ? [] : [path])),
    );
    expect(scripts).not.toEqual([]);
    expect(incomplete.flat()).toEqual([]);
  });

  it('has only relative imports of files that it holds', async () => {
    const modules = packed.filter((path) => /\.(js|d\.ts)$/.test(path));
    const missing = await Promise.all(modules.map(importsThatAreMissing));
    expect(missing.flat()).toEqual([]);
  });
});

describe('the binary', () => {
  it('runs by itself', async () => {
    const path = join(ROOT, manifest.bin['criipto-auth'] ?? '');
    await expect(readFile(path, 'utf8')).resolves.toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});

async function hasItsSources(map: string): Promise<boolean> {
  const { sources, sourcesContent } = JSON.parse(await readFile(join(ROOT, map), 'utf8')) as {
    sources: string[];
    sourcesContent?: string[];
  }; // format of source maps, version 3
  return sources.length > 0 && sources.every((_, index) => sourcesContent?.[index]);
}

async function importsThatAreMissing(path: string): Promise<string[]> {
  const text = await readFile(join(ROOT, path), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']*)'/g)]
    .map(([, specifier = '']) => join(dirname(path), specifier))
    .filter((target) => !packed.includes(target));
}
