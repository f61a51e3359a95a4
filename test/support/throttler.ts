import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import * as common from '@nestjs/common';
import * as core from '@nestjs/core';
import type * as Throttler from '@nestjs/throttler';

/**
 * `@nestjs/throttler`, in whose place the tests import this. It is CommonJS and requires Nest, which is an ES module
 * since version 12: Node can do that, and Jest only on Node 24. So its files run here as they are.
 */
const FOLDER = new URL('../../node_modules/@nestjs/throttler/dist/', import.meta.url);
const GIVEN: Readonly<Record<string, unknown>> = {
  '@nestjs/common': common,
  '@nestjs/core': core,
};

const require = createRequire(import.meta.url);
const loaded = new Map<string, object>();

function load(file: string): object {
  const known = loaded.get(file);
  if (known) return known;
  const module = { exports: {} };
  loaded.set(file, module.exports);
  const code = readFileSync(fileURLToPath(new URL(`${file}.js`, FOLDER)), 'utf8');
  const resolve = (name: string): unknown =>
    name.startsWith('./') ? load(name.slice(2)) : (GIVEN[name] ?? require(name));
  // oxlint-disable-next-line typescript/no-implied-eval -- as Node makes a function of a CommonJS file
  const run = new Function('require', 'exports', 'module', code);
  Reflect.apply(run, undefined, [resolve, module.exports, module]);
  return module.exports;
}

export const { SkipThrottle, Throttle, ThrottlerGuard, ThrottlerModule } = load(
  'index',
) as typeof Throttler; // whose files these are
