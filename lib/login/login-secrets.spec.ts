import { describe, expect, it } from '@jest/globals';

import { loginSecrets, newLoginSecrets } from './login-secrets.js';

describe('the secrets of a login', () => {
  it('are others for every login', () => {
    const [one, other] = [newLoginSecrets(), newLoginSecrets()];
    const all = [...Object.values(one), ...Object.values(other)];
    expect(new Set(all).size).toBe(8);
  });

  it('come again of their seed', () => {
    const secrets = newLoginSecrets();
    expect(loginSecrets(secrets.seed)).toEqual(secrets);
  });

  it('are as long as 256 bits, and fit for a URL', () => {
    for (const secret of Object.values(newLoginSecrets())) expect(secret).toMatch(/^[\w-]{43}$/);
  });
});
