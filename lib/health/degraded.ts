interface HealthSession<Result> {
  up(data: Record<string, unknown>): Result;
  degraded?(data: Record<string, unknown>): Result;
}

/** It serves, but not as it should. Terminus 11 has no such state: there it is up, and says so beside. */
export function degraded<Result>(
  session: HealthSession<Result>,
  data: Record<string, unknown>,
): Result {
  return session.degraded?.(data) ?? session.up({ ...data, isDegraded: true });
}
