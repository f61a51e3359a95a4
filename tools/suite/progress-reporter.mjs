import { renameSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Jest's reporter that keeps in the file `SUITE_PROGRESS` what runs now: `{ [spec]: case or null }`. */
export default class ProgressReporter {
  #file = process.env['SUITE_PROGRESS'];
  #running = new Map();

  onTestFileStart(test) {
    this.#running.set(specOf(test), null);
    this.#write();
  }

  onTestCaseStart(test, testCase) {
    this.#running.set(specOf(test), titleOf(testCase));
    this.#write();
  }

  /** Jest may tell a result after the start of the next case: it waits for its other reporters in between. */
  onTestCaseResult(test, testCase) {
    if (this.#running.get(specOf(test)) !== titleOf(testCase)) return;
    this.#running.set(specOf(test), null);
    this.#write();
  }

  onTestFileResult(test) {
    this.#running.delete(specOf(test));
    this.#write();
  }

  /** Whoever reads the file finds all of it. */
  #write() {
    if (this.#file === undefined) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(Object.fromEntries(this.#running)));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function specOf({ path }) {
  return relative('', path);
}

function titleOf({ ancestorTitles, title }) {
  return [...ancestorTitles, title].join(' › ');
}
