// How much of `lib` the suites run. Counted by Istanbul: V8 would count types and comments as lines that ran.
import base from '../jest.config.js';

export default {
  ...base,
  rootDir: `${import.meta.dirname}/..`,
  collectCoverage: true,
  collectCoverageFrom: ['lib/**/*.ts', '!**/*.spec.ts'],
  coverageDirectory: '<rootDir>/coverage',
  // In one process, instrumented code outgrows the memory of Node.js.
  maxWorkers: 2,
  coverageProvider: 'babel',
  coverageReporters: [['text', { skipFull: true }], 'text-summary', 'json'],
  coverageThreshold: { global: { lines: 95, branches: 90 } },
};
