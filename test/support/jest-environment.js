import { TestEnvironment } from 'jest-environment-node';

/** Key pairs of the tests, by name, which all specs of a process share: an RSA key takes long to make. */
const keyPairs = new Map();

/** Jest's own. What Node throws is of another realm in it, as it is in the tests of an application. */
export default class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.keyPairs = keyPairs;
  }
}
