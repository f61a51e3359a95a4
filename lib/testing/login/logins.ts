import { randomUUID } from 'node:crypto';

import { MOCK_ACR, mockClaims } from '../eids/mock.js';
import { eidFor, type EidWish } from '../eids/offered-eids.js';
import type { Person } from '../eids/people.js';
import type { FakeClaims } from '../model/fake-login.js';
import { claimsOf } from './claims.js';

/** The parameters of an authorization request that the eIDs care for. */
export interface EidRequest extends EidWish {
  readonly scopes: readonly string[];
}

/** Who logged in, from the eID page to the ID token. */
export class Logins {
  private readonly claims = new Map<string, FakeClaims>();
  /** By the ids of their logins. */
  private readonly people = new Map<string, Person>();

  /** Notes a person's login and returns its id. */
  add(person: Person, request: EidRequest): string {
    const { eid, acr } = eidFor(person, request);
    const { scopes, hint } = request;
    const id = this.keep(claimsOf({ person, eid: eid.id, acr, scopes, hint, at: Date.now() }));
    this.people.set(id, person);
    return id;
  }

  /** Notes a login with the mock eID: nobody in particular, with what the hint says. */
  addMock({ hint }: EidRequest): string {
    return this.keep(mockClaims(MOCK_ACR, hint.mock ?? {}, Date.now()));
  }

  claimsOf(id: string): FakeClaims | undefined {
    return this.claims.get(id);
  }

  /** Nobody for the mock eID. */
  personOf(id: string): Person | undefined {
    return this.people.get(id);
  }

  private keep(claims: FakeClaims): string {
    const id = randomUUID();
    this.claims.set(id, claims);
    return id;
  }
}
