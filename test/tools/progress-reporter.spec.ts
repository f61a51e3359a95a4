import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const FILE = pathToFileURL('tools/suite/progress-reporter.mjs').href;

interface Reporter {
  onTestFileStart(test: object): void;
  onTestCaseStart(test: object, testCase: object): void;
  onTestCaseResult(test: object, testCase: object): void;
  onTestFileResult(test: object): void;
}

const TEST = { path: join(process.cwd(), 'a.spec.ts') };
const ONE = { ancestorTitles: ['a thing'], title: 'does one' };
const OTHER = { ancestorTitles: ['a thing'], title: 'does the other' };

describe('what is told of the specs that run', () => {
  let folder: string;
  let reporter: Reporter;
  const running = (): unknown => JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'));
  const before = process.env['SUITE_PROGRESS'];
  beforeEach(async () => {
    const { default: ProgressReporter } = (await import(FILE)) as { default: new () => Reporter };
    folder = mkdtempSync(join(tmpdir(), 'progress-'));
    process.env['SUITE_PROGRESS'] = join(folder, 'running.json');
    reporter = new ProgressReporter();
    reporter.onTestFileStart(TEST);
    reporter.onTestCaseStart(TEST, ONE);
  });
  afterEach(() => {
    if (before === undefined) delete process.env['SUITE_PROGRESS'];
    else process.env['SUITE_PROGRESS'] = before;
    rmSync(folder, { recursive: true });
  });

  it('names the case', () => {
    expect(running()).toEqual({ 'a.spec.ts': 'a thing › does one' });
  });

  it('names no case between two', () => {
    reporter.onTestCaseResult(TEST, ONE);
    expect(running()).toEqual({ 'a.spec.ts': null });
  });

  it('names the next case though the result of the one before comes later', () => {
    reporter.onTestCaseStart(TEST, OTHER);
    reporter.onTestCaseResult(TEST, ONE);
    expect(running()).toEqual({ 'a.spec.ts': 'a thing › does the other' });
  });

  it('forgets a spec that ended', () => {
    reporter.onTestFileResult(TEST);
    expect(running()).toEqual({});
  });
});
