import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { check } from 'prettier';
import type ts from 'typescript';

import { sources } from '../../lib/cli/init/templates.js';
import { ROOT } from './markdown.js';
import { createProgram, problemsIn } from './typescript.js';

const application = { folder: '.', sourceRoot: 'src', extension: '.js' } as const;
const files = Object.entries(sources(application));
const pathOf = (name: string) => join(ROOT, 'written-by-init', name);

describe('what criipto-auth init writes', () => {
  let program: ts.Program;

  beforeAll(() => {
    program = createProgram([], new Map(files.map(([name, text]) => [pathOf(name), text])));
  }, 120_000);

  it.each(files)('compiles under strict settings: %s', (name) => {
    expect(problemsIn(program, pathOf(name))).toEqual([]);
  });

  it.each(files)('is formatted as the application has it: %s', async (_name, text) => {
    const ofNest = { parser: 'typescript', singleQuote: true, trailingComma: 'all' } as const;
    expect(await check(text, ofNest)).toBe(true);
  });
});
