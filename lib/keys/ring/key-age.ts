import { days, minutes } from '../../common/durations.js';
import type { KeyRecord } from './key-ring.js';

/** In days. NIST SP 800-57 part 1 gives a private authentication key one to two years; this is the lower end. */
const CRYPTOPERIOD = 365;
const WARN_AT = 0.8 * CRYPTOPERIOD;
/** Clocks may be so far apart. */
const SKEW = minutes(1);

/** What to say of the age of a key in use, if there is something to say. */
export function ageProblem({ kid, activatesAt }: KeyRecord, now: number): string | undefined {
  if (activatesAt - now > SKEW) {
    return `The key ${kid} is in use and should begin only later: a clock is wrong, or was. If this one is right, rotate the key, or it stays for too long`;
  }
  const limit = [CRYPTOPERIOD, WARN_AT].find((each) => now - activatesAt >= days(each));
  if (limit === undefined) return undefined;
  return `The key ${kid} has been in use for ${limit} days, and should be for ${CRYPTOPERIOD} at most: rotate it`;
}
