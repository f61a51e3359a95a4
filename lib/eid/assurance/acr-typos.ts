import { closestName } from '../../common/closest-name.js';
import { EID_PROFILES } from '../eids.js';

/** Wrong letters: more of them, and it is another word. */
const MOST = 2;
const KNOWN: readonly string[] = EID_PROFILES.flatMap(({ acrValues }) => Object.keys(acrValues));

/**
 * What to say of acr values that look like one of Criipto's that was mistyped: nobody could log in by them. Values of other
 * providers look like none, and those that Criipto retired are left alone.
 *
 * @param subject where they are written.
 */
export function acrTypos(subject: string, acrValues: readonly string[]): string[] {
  return acrValues.flatMap((acr) => {
    const meant = KNOWN.includes(acr) ? undefined : closestName(acr, KNOWN, MOST);
    return meant === undefined
      ? []
      : [`${subject} has "${acr}", which is no acr value of Criipto's: did you mean "${meant}"?`];
  });
}
