import { afterAll, describe, expect, it } from '@jest/globals';
import { Agent, EnvHttpProxyAgent, interceptors, MockAgent, Pool, ProxyAgent } from 'undici';

import { dispatcherProblem } from './dispatcher-problem.js';

const nothing = async (): Promise<void> => undefined;
const DISPATCHERS = [
  new Agent(),
  new ProxyAgent('http://127.0.0.1:1'),
  new EnvHttpProxyAgent(),
  new Pool('https://acme.criipto.id'),
  new Agent().compose(interceptors.retry(), interceptors.dns()),
  withoutNetwork(),
];

afterAll(() => Promise.all(DISPATCHERS.map((dispatcher) => dispatcher.close())));

function withoutNetwork(): MockAgent {
  const mock = new MockAgent();
  mock.disableNetConnect();
  return mock;
}

/** What undici 6, as Node 20 has it inside, does with what it refuses. */
const OLDER = {
  dispatch: (_options: unknown, handler: Record<string, () => void>) => handler['onError']?.(),
  close: nothing,
  destroy: nothing,
};

/** What undici 8 does. */
const NEWER = {
  dispatch: (_options: unknown, handler: Record<string, () => void>) => {
    if (!handler['onResponseError'])
      throw Object.assign(new Error('invalid path'), { code: 'UND_ERR_INVALID_ARG' });
    handler['onResponseError']();
  },
  close: nothing,
  destroy: nothing,
};

describe('dispatcherProblem', () => {
  it.each(DISPATCHERS.map((dispatcher) => [dispatcher.constructor.name, dispatcher] as const))(
    'finds none with a %s of undici 7',
    (_name, dispatcher) => {
      expect(dispatcherProblem(dispatcher)).toBeUndefined();
    },
  );

  it.each([
    ['an older one', OLDER],
    ['a newer one', NEWER],
  ])('refuses that of another major version: %s', (_what, dispatcher) => {
    expect(dispatcherProblem(dispatcher)).toMatch(/another major version.*npm install undici@7/);
  });

  it.each([null, 'http://proxy:3128', {}, { dispatch: nothing }, Agent])(
    'refuses what is none: %p',
    (value) => {
      expect(dispatcherProblem(value)).toMatch(/must be a dispatcher of undici 7, such as/);
    },
  );
});
