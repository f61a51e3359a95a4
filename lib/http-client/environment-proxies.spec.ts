import { describe, expect, it } from '@jest/globals';

import { proxyProblems, usesEnvironmentProxies } from './environment-proxies.js';

describe('usesEnvironmentProxies', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['the variable', { NODE_USE_ENV_PROXY: '1' }, []],
    ['a flag of Node', {}, ['--use-env-proxy']],
    ['that flag in NODE_OPTIONS', { NODE_OPTIONS: '--no-warnings --use-env-proxy' }, []],
  ])('is true by %s', (_what, environment, execArgv) => {
    expect(usesEnvironmentProxies(environment, execArgv)).toBe(true);
  });

  it.each<Readonly<Record<string, string>>>([
    {},
    { NODE_USE_ENV_PROXY: '0' },
    { HTTPS_PROXY: 'http://proxy:3128' },
  ])('is false by %p', (environment) => {
    expect(usesEnvironmentProxies(environment, [])).toBe(false);
  });
});

describe('proxyProblems', () => {
  const USED = { NODE_USE_ENV_PROXY: '1' };

  it.each(['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'])(
    'names %s that is no address, and does not repeat it',
    (name) => {
      const problems = proxyProblems({ ...USED, [name]: 'user:secret@proxy' });
      expect(problems).toEqual([expect.stringContaining(`The variable ${name} is no address`)]);
      expect(problems.join()).not.toContain('secret');
    },
  );

  it.each<Readonly<Record<string, string>>>([
    { HTTPS_PROXY: 'http://user:secret@proxy.example.com:3128' },
    { HTTPS_PROXY: 'https://proxy.example.com' },
    { HTTPS_PROXY: '' },
    { https_proxy: 'http://proxy:3128', HTTPS_PROXY: 'proxy' },
  ])('finds none in %p', (environment) => {
    expect(proxyProblems({ ...USED, ...environment })).toEqual([]);
  });

  it('does not care for variables that are not used', () => {
    expect(proxyProblems({ HTTPS_PROXY: 'proxy' })).toEqual([]);
  });
});
