import type * as OidcProvider from 'oidc-provider';

import { quietly } from './quiet.js';

type Load = () => Promise<typeof OidcProvider>;

/**
 * The package that the fake is made of, which who uses no fake need not have.
 *
 * @throws {Error} that says how to install it.
 */
export async function loadOidcProvider(
  load: Load = () => import('oidc-provider'),
): Promise<typeof OidcProvider> {
  try {
    return await quietly(load);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new Error(
      'The fake Criipto needs oidc-provider, which is not installed: npm i -D oidc-provider',
      {
        cause: error,
      },
    );
  }
}

/** As Node says it, and as Jest does. Something that it needs itself may be missing too: that is another fault. */
function isMissing(error: unknown): boolean {
  const { code, message } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  return (
    (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') &&
    /(?:package|module) 'oidc-provider'/.test(String(message))
  );
}
