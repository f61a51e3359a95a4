import { describe, expect, it } from '@jest/globals';

import { codeChallenge } from './pkce.js';

describe('codeChallenge', () => {
  it('is that of RFC 7636 appendix B', () => {
    expect(codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });
});
