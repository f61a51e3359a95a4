/**
 * Seconds that the clock of an application may be ahead of the fake's. How much Criipto allows is not documented: it
 * wants `iat` to be right. FAPI 2.0 (section 5.3.2.1) has providers take ten seconds, and refuse more than sixty.
 */
export const LARGEST_ADVANCE = 60;

/** Whether something was issued later than now, by more than clocks may differ. */
export function isFromFuture(iat: number, nowInMilliseconds: number): boolean {
  return iat * 1000 > nowInMilliseconds + LARGEST_ADVANCE * 1000;
}
