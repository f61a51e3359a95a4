import { describe, expect, it } from '@jest/globals';

import { libraryEnvironment } from './library-environment.js';

const NO_PINS: ReadonlySet<string> = new Set();

describe('libraryEnvironment', () => {
  it('hands on what libraries of vendors are configured by', () => {
    const environment = {
      SOFTHSM2_CONF: '/etc/softhsm2.conf',
      PATH: '/bin',
      NODE_ENV: 'production',
    };
    expect(libraryEnvironment(environment, NO_PINS)).toMatchObject(environment);
  });

  it.each([
    'NODE_OPTIONS',
    'NODE_V8_COVERAGE',
    'NODE_CHANNEL_FD',
    'NODE_UNIQUE_ID',
    'VSCODE_INSPECTOR_OPTIONS',
  ])('leaves out %s, which is for the Node of the application', (name) => {
    expect(libraryEnvironment({ [name]: 'x' }, NO_PINS)).not.toHaveProperty(name);
  });

  it('leaves out a variable that holds a PIN', () => {
    const environment = { HSM_PIN: '123456', HSM_USER: 'app' };
    const left = libraryEnvironment(environment, new Set(['123456']));
    expect([left['HSM_PIN'], left['HSM_USER']]).toEqual([undefined, 'app']);
  });

  it('has threads of its own, however few the application has', () => {
    const left = libraryEnvironment({ UV_THREADPOOL_SIZE: '1' }, NO_PINS);
    expect(left['UV_THREADPOOL_SIZE']).toBe('32');
  });
});
