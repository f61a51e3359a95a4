import { randomUUID } from 'node:crypto';

import type { FakeClaims } from '../model/fake-login.js';
import { commonClaims } from './common-claims.js';

export const MOCK_ACR = 'urn:grn:authn:mock';

/** The claims of the mock eID, which needs no person, with those that a login hint injected. */
export function mockClaims(acr: string, injected: FakeClaims, at: number): FakeClaims {
  return {
    ...commonClaims(randomUUID(), acr, at),
    identityscheme: 'mock',
    name: 'Mock Mockesen',
    ...injected,
  };
}
