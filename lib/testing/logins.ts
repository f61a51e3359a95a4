import { randomUUID } from 'node:crypto';

import { claimsOf, type FakeClaims, mockClaims } from './claims.js';
import { acrOf, MOCK_ACR } from './eids.js';
import type { Person } from './people.js';

/** The parameters of an authorization request that the eIDs care for. */
export interface EidRequest {
  readonly acrValues: readonly string[];
  readonly scopes: readonly string[];
  readonly loginHint: string | undefined;
}

const MOCK_HINT = 'mock:';

/** Who logged in, from the eID page to the ID token. */
export class Logins {
  private readonly claims = new Map<string, FakeClaims>();

  /** Notes a person's login and returns its id. */
  add(person: Person, { acrValues, scopes }: EidRequest): string {
    const acr = acrOf(person, acrValues);
    return this.keep(claimsOf({ person, acr, scopes, at: Date.now() }));
  }

  /** Notes a login with the mock eID: nobody in particular, with what the hint says. */
  addMock({ loginHint }: EidRequest): string {
    return this.keep(mockClaims(MOCK_ACR, injectedClaims(loginHint), Date.now()));
  }

  claimsOf(id: string): FakeClaims | undefined {
    return this.claims.get(id);
  }

  private keep(claims: FakeClaims): string {
    const id = randomUUID();
    this.claims.set(id, claims);
    return id;
  }
}

/** `login_hint=mock:BASE64(JSON)` */
function injectedClaims(loginHint: string | undefined): FakeClaims {
  if (!loginHint?.startsWith(MOCK_HINT)) return {};
  const json = Buffer.from(loginHint.slice(MOCK_HINT.length), 'base64').toString();
  const claims: unknown = JSON.parse(json);
  return typeof claims === 'object' && claims !== null ? { ...claims } : {};
}
