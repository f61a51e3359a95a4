import type { Attributes, Histogram, Span, SpanOptions } from '@opentelemetry/api';

import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { nameOfThrown } from '../errors/name-of-thrown.js';
import type { AuthEvents } from './auth-events.service.js';
import { countEvents } from './event-counters.js';
import { type LoginStep, type OutgoingRequest, Telemetry } from './telemetry.js';

export type OpenTelemetryApi = typeof import('@opentelemetry/api');

const SCOPE = 'nestjs-criipto-auth';
/** Seconds, as the HTTP semantic conventions advise. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Spans and metrics through the API of OpenTelemetry, with the names of its semantic conventions for HTTP. An
 * attribute is one of a known few: never a query, a body, a token or anything of a person.
 */
export class OpenTelemetry extends Telemetry {
  private durations: Histogram | undefined;

  constructor(private readonly api: OpenTelemetryApi) {
    super();
  }

  override request<T extends { readonly status: number }>(
    { method, url }: OutgoingRequest,
    send: () => Promise<T>,
  ): Promise<T> {
    const attributes: Attributes = {
      'http.request.method': method,
      'server.address': url.hostname,
      'server.port': Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
    };
    const options = {
      kind: this.api.SpanKind.CLIENT,
      attributes: { ...attributes, 'url.full': url.origin + url.pathname },
    };
    return this.span(method, options, async (span) => {
      const start = performance.now();
      let outcome: Attributes = {};
      try {
        const response = await send();
        outcome = outcomeOf(response.status);
        return response;
      } catch (error) {
        outcome = { 'error.type': errorType(error) };
        throw error;
      } finally {
        span.setAttributes(outcome);
        if ('error.type' in outcome) span.setStatus({ code: this.api.SpanStatusCode.ERROR });
        const seconds = (performance.now() - start) / 1000;
        this.requestDurations().record(seconds, Object.assign(attributes, outcome));
      }
    });
  }

  override loginSpan<T>(step: LoginStep, work: () => Promise<T>): Promise<T> {
    return this.span(`criipto_auth.login.${step}`, {}, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.setAttribute('error.type', errorType(error));
        // A user who cancels, or comes too late, is no failure of ours.
        if (!(error instanceof CriiptoAuthError) || error.status >= 500)
          span.setStatus({ code: this.api.SpanStatusCode.ERROR });
        throw error;
      }
    });
  }

  override watch(events: AuthEvents): void {
    countEvents(events, () => this.api.metrics.getMeter(SCOPE));
  }

  private span<T>(
    name: string,
    options: SpanOptions,
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    const { context, isSpanContextValid, trace } = this.api;
    const span = trace.getTracer(SCOPE).startSpan(name, options);
    // Where nobody traces, there is no span for others to be in.
    if (!isSpanContextValid(span.spanContext())) return work(span);
    return context.with(trace.setSpan(context.active(), span), async () => {
      try {
        return await work(span);
      } finally {
        span.end();
      }
    });
  }

  /** With the first request: what is asked for before the SDK was set up measures nothing, for good. */
  private requestDurations(): Histogram {
    this.durations ??= this.api.metrics
      .getMeter(SCOPE)
      .createHistogram('http.client.request.duration', {
        description: 'Duration of HTTP client requests.',
        unit: 's',
        advice: { explicitBucketBoundaries: DURATIONS },
      });
    return this.durations;
  }
}

function outcomeOf(status: number): Attributes {
  return {
    'http.response.status_code': status,
    ...(status >= 400 ? { 'error.type': String(status) } : {}),
  };
}

/** A code of ours, or the class of what was thrown. */
function errorType(error: unknown): string {
  return error instanceof CriiptoAuthError ? error.code : nameOfThrown(error);
}
