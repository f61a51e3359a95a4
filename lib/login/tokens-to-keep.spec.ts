import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../test/support/fake-clock.js';
import { resolvedOptions } from '../../test/support/resolved-options.js';
import { SECRET } from '../../test/support/written-options.js';
import type { SessionTokens } from '../session/session.js';
import { InMemoryStore } from '../stores/in-memory-store.js';
import { tokensToKeep } from './tokens-to-keep.js';

const NOW = 1_000;

/** What is kept of a login whose ID token is as long as is said. */
async function kept(idTokenHint: boolean, tokens: boolean, length = 10): Promise<SessionTokens> {
  const store = new InMemoryStore(new FakeClock());
  const options = await resolvedOptions({
    session: { secret: SECRET, store, tokens },
    logout: { idTokenHint },
  });
  const exchanged = {
    claims: { iss: options.issuer, sub: 'user-1', iat: NOW, nonce: 'n' },
    idToken: 'i'.repeat(length),
    accessToken: 'access',
    refreshToken: 'refresh',
    scope: 'openid',
    expiresAt: undefined,
  };
  return tokensToKeep(exchanged, options, NOW);
}

describe('tokensToKeep', () => {
  it('keeps nothing that no option asks for', async () => {
    expect(await kept(false, false)).toEqual({});
  });

  it('keeps the ID token to name the login at logout, to the letter', async () => {
    expect(await kept(true, false)).toEqual({ idToken: 'i'.repeat(10) });
  });

  it('keeps the longest ID token that an address takes', async () => {
    expect(await kept(true, false, 6_000)).toHaveProperty('idToken');
  });

  it('keeps no ID token that is longer', async () => {
    expect(await kept(true, false, 6_001)).toEqual({});
  });

  it('keeps what calls APIs, and which login it is of', async () => {
    expect(await kept(false, true)).toEqual({
      access: {
        accessToken: 'access',
        refreshToken: 'refresh',
        scope: 'openid',
        login: { sub: 'user-1', issuedAt: NOW, nonce: 'n' },
      },
    });
  });
});
