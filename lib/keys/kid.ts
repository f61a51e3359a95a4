/** Longer than any service names its keys by, addresses included; and it goes with every assertion. */
const LONGEST = 512;
/** What no log, header or terminal shows as it is (control, format, line ends, halves of characters). */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What keeps a value from naming a key, as a predicate of what has it as `kid`. Never repeats it. */
export function kidProblem(kid: unknown): string | undefined {
  if (typeof kid !== 'string' || kid === '') return 'has a "kid" that is not a text';
  if (kid.length > LONGEST)
    return `has a "kid" of ${kid.length} characters, and ${LONGEST} are the most`;
  return HIDDEN.test(kid) ? 'has a "kid" with control characters' : undefined;
}
