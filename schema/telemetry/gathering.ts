/** Gathers traces and metrics and sends them where they are to go, for a process that was asked to (telemetry.ts). */
import { context, propagation } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type MetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { instrumentsOf } from './instruments.js';
import { gatherBy, type Telemetry, type TelemetrySettings } from './telemetry.js';

export interface TelemetryParts {
  /** What the process is: `gateway`, `clinical`, ... */
  readonly service: string;
  readonly readers: readonly MetricReader[];
  readonly spans: SpanProcessor | null;
}

/** Starts what the environment asks for. */
export async function startGathering(
  service: string,
  { metrics, tracesTo, metricsTo }: TelemetrySettings,
): Promise<Telemetry> {
  // Constructed without a server, so that a port in use is an error of the start and not a line in a log.
  const scraped = metrics && new PrometheusExporter({ ...metrics, preventServerStart: true });
  await scraped?.startServer();
  const pushed =
    metricsTo &&
    new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter({ url: below(metricsTo.url, 'v1/metrics') }),
      exportIntervalMillis: metricsTo.everyMs,
      exportTimeoutMillis: Math.min(metricsTo.everyMs, 10_000),
    });
  const spans =
    tracesTo === null ? null : new BatchSpanProcessor(new OTLPTraceExporter({ url: below(tracesTo, 'v1/traces') }));
  return beginTelemetry({ service, readers: [scraped, pushed].filter((reader) => reader !== null), spans });
}

function below(endpoint: string, path: string): string {
  return new URL(path, `${endpoint.replace(/\/$/, '')}/`).href;
}

/** The same over given parts: tests read what was gathered. */
export function beginTelemetry({ service, readers, spans }: TelemetryParts): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': `chartlens-${service}` });
  const meters = readers.length > 0 ? new MeterProvider({ resource, readers: [...readers] }) : null;
  const tracers = spans && new BasicTracerProvider({ resource, spanProcessors: [spans] });
  if (tracers) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  }
  gatherBy({
    instruments: meters && instrumentsOf(meters.getMeter('chartlens')),
    tracer: tracers?.getTracer('chartlens') ?? null,
  });
  return {
    async stop() {
      gatherBy({ instruments: null, tracer: null });
      await Promise.allSettled([meters?.shutdown(), tracers?.shutdown()]);
      context.disable();
      propagation.disable();
    },
  };
}
