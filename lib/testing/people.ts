/** A made-up person who can log in at the fake. */
export interface Person {
  /** Names the person in tests and on the eID page. */
  readonly id: string;
  readonly country: 'DK' | 'SE' | 'NO' | 'FI';
  readonly givenName: string;
  readonly familyName: string;
  /** `YYYY-MM-DD` */
  readonly birthdate: string;
  /** CPR, personnummer, fødselsnummer or hetu: invented, and not valid. */
  readonly nationalId: string;
  /** A GUID: `sub` is this in braces. */
  readonly guid: string;
}

/** The people of the fake unless a test brings its own. */
export const TEST_PEOPLE: readonly Person[] = [
  person('dk-freja', 'DK', 'Freja', 'Prøvesen', '1985-04-12', '1204859990', '1'),
  person('dk-mads', 'DK', 'Mads', 'Testgaard', '1972-11-30', '3011729991', '2'),
  person('se-astrid', 'SE', 'Astrid', 'Provström', '1990-07-01', '199007019992', '3'),
  person('se-olle', 'SE', 'Olle', 'Testberg', '1968-02-17', '196802179993', '4'),
  person('no-ingrid', 'NO', 'Ingrid', 'Prøvestad', '1979-09-23', '23097999994', '5'),
  person('no-lars', 'NO', 'Lars', 'Testvik', '1995-12-05', '05129599995', '6'),
  person('fi-aino', 'FI', 'Aino', 'Testilä', '1988-01-19', '190188-999A', '7'),
  person('fi-eero', 'FI', 'Eero', 'Koekas', '1961-06-28', '280661-999B', '8'),
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
