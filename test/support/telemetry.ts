import { AsyncLocalStorage } from 'node:async_hooks';

import {
  context,
  type Context,
  type ContextManager,
  metrics,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

const NEVER_BY_ITSELF = 2 ** 30;

/** A value of a metric, with its attributes. */
export interface MeasuredPoint {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of a counter its sum, of a histogram how many values it has. */
  readonly value: number;
}

/** An SDK of OpenTelemetry that keeps what it gets, set up for the whole process as applications do. */
export class TelemetrySink {
  private readonly spanExporter = new InMemorySpanExporter();
  private readonly metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  private readonly meters = new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: this.metricExporter,
        exportIntervalMillis: NEVER_BY_ITSELF,
      }),
    ],
  });

  start(): void {
    const processor = new SimpleSpanProcessor(this.spanExporter);
    context.setGlobalContextManager(new AsyncContexts());
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
    metrics.setGlobalMeterProvider(this.meters);
  }

  async stop(): Promise<void> {
    await this.meters.shutdown();
    for (const api of [context, trace, metrics]) api.disable();
  }

  get spans(): readonly ReadableSpan[] {
    return this.spanExporter.getFinishedSpans();
  }

  forgetSpans(): void {
    this.spanExporter.reset();
  }

  async points(): Promise<readonly MeasuredPoint[]> {
    this.metricExporter.reset();
    await this.meters.forceFlush();
    return this.metricExporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap((scope) => scope.metrics)
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => ({
          name: descriptor.name,
          attributes,
          value: typeof value === 'number' ? value : value.count,
        })),
      );
  }
}

class AsyncContexts implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.storage.run(active, () => Reflect.apply(work, self, args));
  }

  bind<T>(_active: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
