import type { Clock } from '../../common/clock.js';
import { hours, minutes } from '../../common/durations.js';
import { SingleFlight } from '../../common/single-flight.js';

export interface LoadedDocument<T> {
  readonly value: T;
  /** Seconds that the provider lets it be kept, if it says so. */
  readonly maxAge: number | undefined;
}

/** How it stands with a document, by the last attempt to read it. */
export interface DocumentStatus {
  /** Why that failed, if it did. */
  readonly failure: unknown;
  /** Seconds since the copy at hand was read; `undefined` when there is none that may serve. */
  readonly age: number | undefined;
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
  private copy: Copy<T> | undefined;
  private retryAt = 0;
  private attempt: { readonly at: number; readonly failure?: unknown } | undefined;

  constructor(
    private readonly load: () => Promise<LoadedDocument<T>>,
    private readonly clock: Clock,
    /** Told when the last good copy serves in place of a new one, and why. */
    private readonly onStale: (error: unknown) => void = () => undefined,
  ) {}

  /** Whether there is a copy that may serve, if need be. */
  get isUsable(): boolean {
    return this.copy !== undefined && this.clock.seconds() < this.copy.usableUntil;
  }

  /** Why the last attempt to read it failed, if it did. */
  get lastFailure(): unknown {
    return this.attempt?.failure;
  }

  /** The request for it that is on its way, if one is. */
  get underWay(): Promise<T> | undefined {
    return this.flights.underWay('refresh');
  }

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
      try {
        const { value, maxAge } = await this.load();
        const readAt = this.clock.seconds();
        const freshUntil = readAt + clamp(maxAge ?? DEFAULT_LIFETIME);
        this.copy = { value, readAt, freshUntil, usableUntil: freshUntil + STALE_LIFETIME };
        this.attempt = { at: readAt };
        return value;
      } catch (error) {
        this.attempt = { at: this.clock.seconds(), failure: error };
        throw error;
      }
    });
  }

  /** How it stands now: fetched again for that, unless it was tried within the last half minute. */
  async status(): Promise<DocumentStatus> {
    const since = Math.abs(this.clock.seconds() - (this.attempt?.at ?? -Infinity));
    // A failure is what is asked about, and is in the attempt.
    if (since >= PAUSE_AFTER_FAILURE) await this.refresh().catch(() => undefined);
    const now = this.clock.seconds();
    const { copy } = this;
    return {
      failure: this.attempt?.failure,
      age: copy && now < copy.usableUntil ? now - copy.readAt : undefined,
    };
  }
}

interface Copy<T> {
  readonly value: T;
  /** Seconds since the epoch, as all times here. */
  readonly readAt: number;
  readonly freshUntil: number;
  readonly usableUntil: number;
}

/** The `max-age` of a `Cache-Control` header (RFC 9111 section 5.2.2.1). */
export function maxAgeOf(cacheControl: string | undefined): number | undefined {
  const found = /(?:^|[,\s])max-age=(\d{1,9})(?:[,\s]|$)/i.exec(cacheControl?.slice(0, 1024) ?? '');
  return found ? Number(found[1]) : undefined;
}

function clamp(seconds: number): number {
  return Math.min(LONGEST_LIFETIME, Math.max(SHORTEST_LIFETIME, seconds));
}
