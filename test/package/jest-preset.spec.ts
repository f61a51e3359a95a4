import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from './tarball.js';

const built = createRequire(join(ROOT, 'dist/jest/any.js'));
const preset = built('./jest-preset.cjs') as {
  readonly transform: Readonly<Record<string, string>>;
  readonly transformIgnorePatterns: readonly string[];
};
const { process: toCommonJs } = built('./to-common-js.cjs') as {
  process(source: string, path: string, project: object): { readonly code: string };
};

const NPM = '/app/node_modules/';
const PNPM = '/app/node_modules/.pnpm/some@1.0.0_peer@2/node_modules/';

describe('the Jest preset', () => {
  it.each([
    'nestjs-criipto-auth/dist/index.js',
    'jose/dist/webapi/index.js',
    'openid-client/build/index.js',
    '@nestjs/passport/index.js',
  ])('makes CommonJS of %s, where npm and pnpm put it', (file) => {
    const [pattern = ''] = preset.transformIgnorePatterns;
    const [transformed = ''] = Object.keys(preset.transform);
    for (const path of [NPM + file, PNPM + file]) {
      expect(path).not.toMatch(new RegExp(pattern));
      expect(path).toMatch(new RegExp(transformed));
    }
  });

  it.each(['jose-extra/index.js', 'koa/index.js', '@nestjs/core/index.js'])(
    'leaves %s as it is',
    (file) => {
      const [pattern = ''] = preset.transformIgnorePatterns;
      for (const path of [NPM + file, PNPM + file]) expect(path).toMatch(new RegExp(pattern));
    },
  );

  it('says what to install where there is no TypeScript', () => {
    const rootDir = mkdtempSync(join(tmpdir(), 'no-typescript-'));
    const transform = () => toCommonJs('export {}', 'a.js', { config: { rootDir } });
    expect(transform).toThrow('install `typescript`, or have a transform of your own');
    rmSync(rootDir, { recursive: true });
  });

  it('makes CommonJS of dynamic imports too', () => {
    const { code } = toCommonJs("export const a = () => import('b');", 'a.js', {
      config: { rootDir: ROOT },
    });
    expect(code).toContain('exports.a');
    expect(code).not.toContain('import(');
  });
});
