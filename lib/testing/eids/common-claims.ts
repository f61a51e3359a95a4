import { randomUUID } from 'node:crypto';

import type { FakeClaims } from '../model/fake-login.js';

/** What every eID says that tells an identity. */
export function commonClaims(guid: string, acr: string, at: number): FakeClaims {
  return {
    sub: `{${guid}}`,
    nameidentifier: guid.replaceAll('-', ''),
    authenticationtype: acr,
    authenticationmethod: 'app:fake',
    authenticationinstant: new Date(at).toISOString(),
    sessionindex: randomUUID(),
  };
}
