import { TestEnvironment } from 'jest-environment-node';

// Errors thrown by Node's own modules belong to the outer realm. Sharing the constructors
// keeps `instanceof` true for them inside a test, as it is outside of jest.
const shared = ['Error', 'TypeError', 'RangeError', 'SyntaxError', 'AggregateError'];

/** Key pairs of the tests, by name, which all specs of a process share: an RSA key takes long to make. */
const keyPairs = new Map();

export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of shared) this.global[name] = globalThis[name];
    this.global.keyPairs = keyPairs;
  }
}
