import type { PersonDetails } from '../model/person-details.js';
import { FAKE_EIDS, type FakeEidId } from './eids.js';

/** A made-up person who can log in at the fake. */
export interface Person extends PersonDetails {
  /** What the person logs in with. @default the usual eID of the country */
  readonly eid?: FakeEidId;
}

/** The people of the fake unless a test brings its own. */
export const TEST_PEOPLE: readonly Person[] = FAKE_EIDS.flatMap(({ id, usualIn, people }) =>
  people.map((person) => (person.country === usualIn ? person : { ...person, eid: id })),
);
