import type { AuthEvents } from './auth-events.service.js';

/** A request to the provider, without anything that it says. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
}

/** The way to the provider, and the way back. */
export type LoginStep = 'begin' | 'complete';

/** Watches what the library does. This one looks away: it is there where OpenTelemetry is not. */
export class Telemetry {
  /** One request to the provider, until its body was read. */
  request<T extends { readonly status: number }>(
    _request: OutgoingRequest,
    send: () => Promise<T>,
  ): Promise<T> {
    return send();
  }

  loginSpan<T>(_step: LoginStep, work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** Counts what happens from now on. */
  watch(_events: AuthEvents): void {}
}
