import { commonClaims } from '../eids/common-claims.js';
import type { FakeEidId } from '../eids/eids.js';
import { eidOf } from '../eids/offered-eids.js';
import type { Person } from '../eids/people.js';
import type { FakeClaims, FakeLogin } from '../model/fake-login.js';

export interface PersonsLogin extends FakeLogin {
  readonly person: Person;
  /** @default what the person has */
  readonly eid?: FakeEidId | undefined;
}

/** The claims of a login, in the shapes of Criipto's own tokens. */
export function claimsOf({ eid: id, hint = {}, ...login }: PersonsLogin): FakeClaims {
  const { person, acr, at } = login;
  const eid = eidOf(id === undefined ? person : { ...person, eid: id });
  const claims = eid.claims({ ...login, hint });
  return eid.tellsNoIdentity ? claims : { ...commonClaims(person.guid, acr, at), ...claims };
}
