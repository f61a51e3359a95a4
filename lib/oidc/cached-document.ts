import type { Clock } from '../common/clock.js';
import { hours, minutes } from '../common/durations.js';
import { SingleFlight } from '../common/single-flight.js';

export interface LoadedDocument<T> {
  readonly value: T;
  /** Seconds that the provider lets it be kept, if it says so. */
  readonly maxAge: number | undefined;
}

const DEFAULT_LIFETIME = hours(1);
const SHORTEST_LIFETIME = minutes(5);
const LONGEST_LIFETIME = hours(24);
const STALE_LIFETIME = hours(24);
const PAUSE_AFTER_FAILURE = 30;

/**
 * A document of the provider's, fetched when first needed and kept for a while. Concurrent callers
 * share one request; while the provider is down the last good copy serves for up to 24 hours.
 */
export class CachedDocument<T> {
  private readonly flights = new SingleFlight<T>();
  private copy:
    { readonly value: T; readonly freshUntil: number; readonly usableUntil: number } | undefined;
  private retryAt = 0;

  constructor(
    private readonly load: () => Promise<LoadedDocument<T>>,
    private readonly clock: Clock,
    /** Told when the last good copy serves in place of a new one, and why. */
    private readonly onStale: (error: unknown) => void = () => undefined,
  ) {}

  async get(): Promise<T> {
    const now = this.clock.seconds();
    if (this.copy && now < this.copy.freshUntil) return this.copy.value;
    const stale = this.copy && now < this.copy.usableUntil ? this.copy : undefined;
    if (stale && now < this.retryAt) return stale.value;
    try {
      return await this.refresh();
    } catch (error) {
      if (!stale) throw error;
      this.retryAt = now + PAUSE_AFTER_FAILURE;
      this.onStale(error);
      return stale.value;
    }
  }

  /** Fetches it now. A failure leaves the copy at hand as it is. */
  refresh(): Promise<T> {
    return this.flights.run('refresh', async () => {
      const { value, maxAge } = await this.load();
      const freshUntil = this.clock.seconds() + clamp(maxAge ?? DEFAULT_LIFETIME);
      this.copy = { value, freshUntil, usableUntil: freshUntil + STALE_LIFETIME };
      return value;
    });
  }
}

/** The `max-age` of a `Cache-Control` header (RFC 9111 section 5.2.2.1). */
export function maxAgeOf(cacheControl: string | undefined): number | undefined {
  const found = /(?:^|[,\s])max-age=(\d{1,9})(?:[,\s]|$)/i.exec(cacheControl?.slice(0, 1024) ?? '');
  return found ? Number(found[1]) : undefined;
}

function clamp(seconds: number): number {
  return Math.min(LONGEST_LIFETIME, Math.max(SHORTEST_LIFETIME, seconds));
}
