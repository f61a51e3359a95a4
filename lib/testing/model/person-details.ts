/** Who a made-up person is, whatever they log in with. */
export interface PersonDetails {
  /** Names the person in tests and on the eID page. */
  readonly id: string;
  readonly country: Country;
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

export type Country = 'DK' | 'SE' | 'NO' | 'FI' | 'NL' | 'DE' | 'GB' | 'BE';

/** Whom a person logs in for by MitID Erhverv. */
export interface Company {
  readonly name: string;
  /** Eight digits. */
  readonly cvr: string;
  /** Whether the person may sign for it, or works there. */
  readonly isSignatory: boolean;
}

/** A person with a GUID of one digit, or of two in turn, which nobody else may have. */
export function madeUp(
  id: string,
  country: Country,
  givenName: string,
  familyName: string,
  birthdate: string,
  nationalId: string,
  digits: string,
): PersonDetails {
  const fill = (length: number): string => digits.repeat(length).slice(0, length);
  const guid = `${fill(8)}-${fill(4)}-4${fill(3)}-8${fill(3)}-${fill(12)}`;
  return { id, country, givenName, familyName, birthdate, nationalId, guid };
}
