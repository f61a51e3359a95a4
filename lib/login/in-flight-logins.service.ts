import { setImmediate } from 'node:timers/promises';

import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { Timer } from '../common/timer.js';
import { HttpClient } from '../http-client/http-client.js';

/** Less than orchestrators wait between SIGTERM and SIGKILL: 30 seconds in Kubernetes. */
const DRAIN_SECONDS = 10;

/**
 * The requests that begin or complete a login now. A shutdown waits for them, before the server closes its
 * connections, and for ten seconds at most: what the provider has not answered by then fails.
 */
@Injectable()
export class InFlightLogins implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly requests = new Set<Promise<unknown>>();
  private readonly closed = new AbortController();

  constructor(
    private readonly timer: Timer,
    private readonly http: HttpClient,
  ) {}

  /** Counts a request until it is settled, and gives what it gives. */
  add<T>(request: Promise<T>): Promise<T> {
    const counted = request.finally(() => this.requests.delete(counted));
    this.requests.add(counted);
    return counted;
  }

  async beforeApplicationShutdown(): Promise<void> {
    const deadline = this.timer.wait(DRAIN_SECONDS, this.closed.signal).then(
      () => this.http.abandon(),
      () => undefined, // the server closed before
    );
    await Promise.race([Promise.allSettled(this.requests), deadline]);
    await setImmediate(); // the answers are written now
  }

  onApplicationShutdown(): void {
    this.closed.abort();
  }
}
