import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';

import { type KeyKind, publicJwk } from '../../../test/support/private-keys.js';
import { toPublicJwk } from '../public-jwk.js';
import { thumbprint } from './thumbprint.js';

describe('thumbprint', () => {
  it.each<KeyKind>(['rsa', 'P-256', 'P-521', 'ed25519'])(
    'of an %s key is what another implementation computes',
    async (kind) => {
      const jwk = publicJwk(kind, { kid: 'k', use: 'sig', alg: 'any' });
      expect(thumbprint(toPublicJwk(jwk))).toBe(await calculateJwkThumbprint(publicJwk(kind)));
    },
  );
});
