import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type ts from 'typescript';

import { codeBlocks, pages, ROOT } from './markdown.js';
import { createProgram, problemsIn } from './typescript.js';

/** `// src/app.module.ts` as first line names a block, so that later ones of its page can import it. */
const FILE_NAME = /^\/\/ ([\w./-]+\.ts)\n/;

const blocks = pages().flatMap((page) =>
  codeBlocks(page, 'ts').map(({ line, code }) => ({
    name: `${page.path}:${line}`,
    path: join(
      ROOT,
      'examples-in-docs',
      page.path.replaceAll(/\W/g, '-'),
      FILE_NAME.exec(code)?.[1] ?? `line-${line}.ts`,
    ),
    code,
  })),
);

/** The functions of tests, which are global in applications that the Nest CLI makes. */
const GLOBALS = {
  path: join(ROOT, 'examples-in-docs/globals.d.ts'),
  code: `import type * as runner from '@jest/globals';
declare global {
  const afterAll: typeof runner.afterAll;
  const beforeAll: typeof runner.beforeAll;
  const describe: typeof runner.describe;
  const expect: typeof runner.expect;
  const it: typeof runner.it;
}
`,
};

/** What the guides use of frameworks that are not installed here. */
const FRAMEWORKS = {
  path: join(ROOT, 'examples-in-docs/frameworks.d.ts'),
  code: `declare module 'react' {
  export function useEffect(effect: () => void | (() => void), dependencies?: readonly unknown[]): void;
  export function useState<T>(): [T | undefined, (value: T) => void];
}
declare module 'vue' {
  export interface Ref<T> { value: T }
  export function ref<T>(): Ref<T | undefined>;
  export function onMounted(hook: () => unknown): void;
}
`,
};

describe('the code in the documentation', () => {
  let program: ts.Program;

  beforeAll(() => {
    const files = [...blocks, GLOBALS, FRAMEWORKS].map(({ path, code }) => [path, code] as const);
    program = createProgram([], new Map(files));
  }, 120_000);

  it('has a file name of its own for each block of a page', () => {
    const paths = blocks.map(({ path }) => path);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });

  it.each(blocks)(
    'compiles: $name',
    ({ path }) => {
      expect(problemsIn(program, path)).toEqual([]);
    },
    120_000,
  );
});
