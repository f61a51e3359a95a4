/** A time as JWTs write it (RFC 7519 section 2), for people. */
export function withMoment(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number') return JSON.stringify(seconds);
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : `${seconds} (${time.toISOString()})`;
}

/** Seconds between two times, for people: "in 58 s", "12 s ago". */
export function distance(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds >= 0 ? `in ${seconds} s` : `${-seconds} s ago`;
}
