export interface ClockComparison {
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds that the provider's clock may be off. */
  readonly clockTolerance: number;
}

/**
 * Whether somebody authenticated within the last `maxAge` seconds, as far as two clocks can be compared.
 * A time that lies ahead counts as now; one that lies further ahead than clocks may differ says nothing
 * of when the person authenticated, and is not recent.
 */
export function isRecent(
  authenticatedAt: Date,
  maxAge: number,
  { now, clockTolerance }: ClockComparison,
): boolean {
  const age = now - authenticatedAt.getTime() / 1000;
  return age >= -clockTolerance && age <= maxAge + clockTolerance;
}
