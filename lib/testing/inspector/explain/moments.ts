/** A time as JWTs write it (RFC 7519 section 2), for people. */
function withMoment(seconds: unknown): string | undefined {
  if (typeof seconds !== 'number') return JSON.stringify(seconds);
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? String(seconds) : `${seconds} (${time.toISOString()})`;
}

/** A member of a JWT as text, a time with its moment. */
export function textOfMember(name: string, value: unknown): string | undefined {
  if (name === 'exp' || name === 'iat' || name === 'nbf') return withMoment(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Seconds between two times, for people: "in 58 s", "12 s ago". */
export function distance(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds >= 0 ? `in ${seconds} s` : `${-seconds} s ago`;
}
