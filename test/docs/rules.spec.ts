import { readFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

import { page, section, tableRows } from './markdown.js';

const TEST = /\[[^\]]*\]\((?<file>[^)]*)\) `(?<title>[^`]*)`/g;

const rules = page('docs/reference/rules.md');
const rows = tableRows(rules.text);

/** How many rules there are of each letter. */
const COUNTS: Readonly<Record<string, number>> = {
  D: 10,
  A: 13,
  C: 13,
  CA: 16,
  T: 8,
  I: 16,
  U: 6,
  JWKS: 9,
  P: 14,
  R: 7,
  L: 13,
  S: 10,
  B: 6,
  E: 8,
  O: 16,
};

function testsIn(cell = ''): readonly (readonly [file: string, title: string])[] {
  return [...cell.matchAll(TEST)].map(({ groups = {} }) => [
    new URL(groups['file'] ?? '', 'file:///docs/reference/').pathname.slice(1),
    groups['title'] ?? '',
  ]);
}

describe('docs/reference/rules.md', () => {
  it.each(Object.entries(COUNTS))('names every rule of %s once', (letter, count) => {
    const named = rows.map(([id = '']) => id).filter((id) => id.replace(/\d+$/, '') === letter);
    expect(named).toEqual(Array.from({ length: count }, (_, index) => `${letter}${index + 1}`));
  });

  it.each(rows)('%s: %s, and has a test or a reason', (_id, rule = '', cell = '') => {
    expect(testsIn(cell).length > 0 || rule.includes('](')).toBe(true);
  });

  it.each(rows.flatMap(([id, , cell]) => testsIn(cell).map(([file, title]) => [id, title, file])))(
    '%s has its test: %s',
    async (_id, title, file) => {
      expect(await readFile(String(file), 'utf8')).toContain(title);
    },
  );

  it('says where the rules of each kind are from', () => {
    const headings = rules.text.match(/^## .*/gm) ?? [];
    const sources = headings.map((heading) => section(rules, heading.slice(3)));
    expect(sources.every((text) => text.includes('From: '))).toBe(true);
  });
});
