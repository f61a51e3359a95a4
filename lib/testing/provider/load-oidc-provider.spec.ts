import { describe, expect, it } from '@jest/globals';

import { loadOidcProvider } from './load-oidc-provider.js';

const failing = (code: string, message: string) => () =>
  Promise.reject(Object.assign(new Error(message), { code }));

describe('loadOidcProvider', () => {
  it.each([
    ['Node', 'ERR_MODULE_NOT_FOUND', "Cannot find package 'oidc-provider' imported from /app/x.js"],
    ['Jest', 'MODULE_NOT_FOUND', "Cannot find module 'oidc-provider' from 'x.js'"],
  ])('says how to install what is missing, as %s finds out', async (_who, code, message) => {
    await expect(loadOidcProvider(failing(code, message))).rejects.toThrow(
      'npm i -D oidc-provider',
    );
  });

  it.each([
    ['ERR_MODULE_NOT_FOUND', "Cannot find package 'koa' imported from /oidc-provider/lib/x.js"],
    ['ERR_REQUIRE_ESM', "require() of 'oidc-provider' is not supported"],
  ])('leaves another failure as it is: %s', async (code, message) => {
    await expect(loadOidcProvider(failing(code, message))).rejects.toThrow(message);
  });
});
