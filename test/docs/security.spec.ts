import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

const ROW =
  /^\| (?<id>[AJN]\d\d) \|.*\| (?:\[[^\]]*\]\((?<file>[^)]*)\) `(?<title>[^`]*)`|—) \|$/gm;

const page = await readFile('docs/security.md', 'utf8');
const rows = [...page.matchAll(ROW)].map(({ groups = {} }) => groups);

const ids = (letter: string, count: number) =>
  Array.from({ length: count }, (_, index) => letter + String(index + 1).padStart(2, '0'));

describe('docs/security.md', () => {
  it('names every attack once', () => {
    expect(rows.map(({ id }) => id)).toEqual([...ids('A', 32), ...ids('J', 18), ...ids('N', 20)]);
  });

  it.each(rows.flatMap(({ id, file, title }) => (file && title ? [[id, title, file]] : [])))(
    '%s has its test: %s',
    async (_id, title, file) => {
      expect(
        await readFile(new URL(String(file), 'file:///docs/').pathname.slice(1), 'utf8'),
      ).toContain(title);
    },
  );
});
