import TestSequencer from '@jest/test-sequencer';

/** The folders whose specs take longest, so that none of those is left when all else is done. */
const ORDER = [
  '/test/applications/',
  '/test/browsers/',
  '/test/package/',
  '/test/browser/',
  '/test/e2e/',
  '/test/docs/',
];

/** Jest's sequencer, which knows times of earlier runs only. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const nth = ORDER.findIndex((folder) => path.includes(folder));
      return nth === -1 ? ORDER.length : nth;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
