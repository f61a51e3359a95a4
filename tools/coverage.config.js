// How much of `lib` the suites run. Counted by Istanbul: V8 would count types and comments as lines that ran.
import base from '../jest.config.js';

export default {
  ...base,
  rootDir: `${import.meta.dirname}/..`,
  collectCoverage: true,
  collectCoverageFrom: ['lib/**/*.ts', '!**/*.spec.ts'],
  coverageDirectory: '<rootDir>/coverage',
  coverageProvider: 'babel',
  coverageReporters: [['text', { skipFull: true }], 'text-summary', 'json'],
  coverageThreshold: { global: { lines: 95, branches: 90 } },
};
