import { describe, expect, it } from '@jest/globals';

import { OptionReader } from './option-reader.js';

interface Written {
  readonly name?: string;
  readonly limits?: { readonly seconds?: number; readonly bytes?: number };
}

/** What is wrong with what was written, where these two options are read. */
function problemsOf(written: unknown): readonly string[] {
  const problems = ['Something else'];
  const reader = OptionReader.of<Written>(written, problems);
  reader.optionalText('name');
  reader.section('limits', (limits) => limits.seconds('seconds', 1));
  reader.finish();
  return problems.slice(1);
}

describe('OptionReader refuses', () => {
  it.each<[string, unknown, string]>([
    ['a name that nobody asked for', { other: 1 }, '`other` is unknown: known are name, limits'],
    [
      'also when it is there without a value',
      { other: undefined },
      '`other` is unknown: known are name, limits',
    ],
    ['one that is nearly right', { nam: 'x' }, '`nam` is unknown: did you mean `name`?'],
    [
      'one within a section, by its whole name',
      { limits: { second: 1 } },
      '`limits.second` is unknown: did you mean `limits.seconds`?',
    ],
    [
      'one that is declared, and that nobody asked for',
      { limits: { bytes: 1 } },
      '`limits.bytes` is unknown: known are seconds',
    ],
  ])('%s', (_what, written, problem) => {
    expect(problemsOf(written)).toEqual([problem]);
  });

  it('unknown names before whatever else is wrong beside them, and each section in its turn', () => {
    const written = { name: '', limits: { seconds: 0, second: 1 }, nam: 'x' };
    expect(problemsOf(written)).toEqual([
      '`nam` is unknown: did you mean `name`?',
      '`name` must be a text that is not empty',
      '`limits.second` is unknown: did you mean `limits.seconds`?',
      '`limits.seconds` must be a whole number of seconds, at least 1',
    ]);
  });
});

describe('OptionReader takes', () => {
  it('what was asked for, and sections that are not there', () => {
    expect(problemsOf({ name: 'x' })).toEqual([]);
  });
});
