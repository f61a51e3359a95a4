import type { FakeEidId } from './fake-eid-id.js';

/** A made-up person who can log in at the fake. */
export interface Person {
  /** Names the person in tests and on the eID page. */
  readonly id: string;
  readonly country: 'DK' | 'SE' | 'NO' | 'FI' | 'NL' | 'DE' | 'GB' | 'BE';
  /** What the person logs in with. @default the usual eID of the country */
  readonly eid?: FakeEidId;
  readonly givenName: string;
  readonly familyName: string;
  /** `YYYY-MM-DD` */
  readonly birthdate: string;
  /** CPR, personnummer, fødselsnummer, hetu or BIN: invented, and not valid. Empty where the eID has none. */
  readonly nationalId: string;
  /** A GUID: `sub` is this in braces. */
  readonly guid: string;
  /** For whom the person logs in with MitID Erhverv. */
  readonly company?: Company;
}

/** Whom a person logs in for by MitID Erhverv. */
export interface Company {
  readonly name: string;
  /** Eight digits. */
  readonly cvr: string;
  /** Whether the person may sign for it, or works there. */
  readonly isSignatory: boolean;
}

const COMPANY = { name: 'Prøve ApS', cvr: '99999999' };

/** The people of the fake unless a test brings its own. */
export const TEST_PEOPLE: readonly Person[] = [
  person('dk-freja', 'DK', 'Freja', 'Prøvesen', '1985-04-12', '1204859990', '1'),
  person('dk-mads', 'DK', 'Mads', 'Testgaard', '1972-11-30', '3011729991', '2'),
  {
    ...person('dk-signe', 'DK', 'Signe', 'Prøveholm', '1981-08-03', '0308819992', 'a'),
    eid: 'mitid-business',
    company: { ...COMPANY, isSignatory: true },
  },
  {
    ...person('dk-emil', 'DK', 'Emil', 'Testkær', '1993-03-19', '1903939993', 'b'),
    eid: 'mitid-business',
    company: { ...COMPANY, isSignatory: false },
  },
  person('se-astrid', 'SE', 'Astrid', 'Provström', '1990-07-01', '199007019992', '3'),
  person('se-olle', 'SE', 'Olle', 'Testberg', '1968-02-17', '196802179993', '4'),
  {
    ...person('se-tuva', 'SE', 'Tuva', 'Provlund', '1999-10-08', '199910089994', 'c'),
    eid: 'freja',
  },
  person('no-ingrid', 'NO', 'Ingrid', 'Prøvestad', '1979-09-23', '23097999994', '5'),
  person('no-lars', 'NO', 'Lars', 'Testvik', '1995-12-05', '05129599995', '6'),
  {
    ...person('no-sigrid', 'NO', 'Sigrid', 'Prøvedal', '1987-05-14', '14058799996', 'd'),
    eid: 'vipps',
  },
  person('fi-aino', 'FI', 'Aino', 'Testilä', '1988-01-19', '190188-999A', '7'),
  person('fi-eero', 'FI', 'Eero', 'Koekas', '1961-06-28', '280661-999B', '8'),
  person('nl-sanne', 'NL', 'Sanne', 'Proefhuis', '1983-12-02', 'PROEFBANK0000000001', '9'),
  person('de-petra', 'DE', 'Petra', 'Probe', '1976-02-25', '', 'e'),
  person('gb-robin', 'GB', 'Robin', 'Sample', '1991-11-11', '', 'f'),
  person('be-lotte', 'BE', 'Lotte', 'Proefdal', '1989-06-06', '', '0'),
];

function person(
  id: string,
  country: Person['country'],
  givenName: string,
  familyName: string,
  birthdate: string,
  nationalId: string,
  digit: string,
): Person {
  const guid = `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;
  return { id, country, givenName, familyName, birthdate, nationalId, guid };
}
