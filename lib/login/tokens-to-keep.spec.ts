import { describe, expect, it } from '@jest/globals';

import { resolvedOptions } from '../../test/support/resolved-options.js';
import { tokensToKeep } from './tokens-to-keep.js';

const options = await resolvedOptions();
const asking = (idTokenHint: boolean) => ({ logout: { ...options.logout, idTokenHint } });

describe('tokensToKeep', () => {
  it('is the ID token, for the logout that shows it', () => {
    expect(tokensToKeep({ idToken: 'a.b.c' }, asking(true))).toStrictEqual({ idToken: 'a.b.c' });
  });

  it('is none, when logout shows none', () => {
    expect(tokensToKeep({ idToken: 'a.b.c' }, asking(false))).toStrictEqual({});
  });

  it('is none that would make an address too long', () => {
    const idToken = 'x'.repeat(6_000);
    expect(tokensToKeep({ idToken }, asking(true))).toStrictEqual({ idToken });
    expect(tokensToKeep({ idToken: `${idToken}x` }, asking(true))).toStrictEqual({});
  });
});
