import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

const ROW = /^\| (?<id>X\d\d) \|(?<cells>.*)\|$/gm;
const TEST = /\[[^\]]*\]\((?<file>[^)]*)\) `(?<title>[^`]*)`/g;
const NO_CONCERN = /^Does not concern us: .{20,}$/;

const page = await readFile('docs/reliability.md', 'utf8');
const rows = [...page.matchAll(ROW)].map(({ groups = {} }) => {
  const cells = (groups['cells'] ?? '').split(' | ').map((cell) => cell.trim());
  return { id: groups['id'], cells, tests: testsIn(cells.at(-1) ?? '') };
});

function testsIn(cell: string): readonly (readonly [file: string, title: string])[] {
  return [...cell.matchAll(TEST)].map(({ groups = {} }) => [
    new URL(groups['file'] ?? '', 'file:///docs/').pathname.slice(1),
    groups['title'] ?? '',
  ]);
}

describe('docs/reliability.md', () => {
  it('names every fault once', () => {
    const ids = Array.from({ length: 35 }, (_, index) => `X${String(index + 1).padStart(2, '0')}`);
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it.each(rows)('$id has what happens, what is seen, and a test or a reason', (row) => {
    expect(row.cells).toHaveLength(4);
    expect(row.cells.every((cell) => cell.length > 0)).toBe(true);
    if (row.tests.length === 0) expect(row.cells.at(-1)).toMatch(NO_CONCERN);
  });

  it.each(rows.flatMap(({ id, tests }) => tests.map(([file, title]) => [id, title, file])))(
    '%s has its test: %s',
    async (_id, title, file) => {
      expect(await readFile(String(file), 'utf8')).toContain(title);
    },
  );
});
