/**
 * Traces and metrics, off unless asked for. What is measured carries names of our own lists only: roles, steps, subgraphs,
 * commands, codes. There is no way in here for text of a query, an id or a value of a record.
 */
import { type Attributes, context, propagation, type Span, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, type MetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { EnvironmentReader } from '../environment-reader.js';
import { type Instruments, instrumentsOf } from './instruments.js';
import { type Labels, safeLabels } from './labels.js';

export interface TelemetrySettings {
  /** The port and address of `/metrics`; null for none. */
  readonly metrics: { readonly port: number; readonly host: string } | null;
  /** Where traces go (OTLP over HTTP); null for nowhere. */
  readonly tracesTo: string | null;
}

export interface TelemetryParts {
  /** What the process is: `gateway`, `clinical`, ... */
  readonly service: string;
  readonly reader: MetricReader | null;
  readonly spans: SpanProcessor | null;
}

export interface Telemetry {
  stop(): Promise<void>;
}

/** Reads METRICS_PORT, METRICS_HOST and OTEL_EXPORTER_OTLP_ENDPOINT. */
export function readTelemetry(reader: EnvironmentReader): TelemetrySettings {
  const port = reader.optional('METRICS_PORT');
  const host = reader.text('METRICS_HOST', '127.0.0.1');
  return {
    metrics: port === null ? null : { port: reader.integer('METRICS_PORT', 0, { min: 0, max: 65_535 }), host },
    tracesTo: reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', { secure: false }),
  };
}

let instruments: Instruments | null = null;
/** Ours alone and not the global one: Apollo's packages write names and texts of queries into spans of that. */
let tracer: Tracer | null = null;

/** What is measured now; null while nothing is. */
export function measured(): Instruments | null {
  return instruments;
}

/** Whether anybody looks: what costs something to watch is watched only then. */
export function watched(): boolean {
  return instruments !== null || tracer !== null;
}

/** Starts what the environment asks for. Before anything else of a process, or what is open already goes unwatched. */
export async function startTelemetry(service: string, { metrics, tracesTo }: TelemetrySettings): Promise<Telemetry> {
  // Constructed without a server, so that a port in use is an error of the start and not a line in a log.
  const reader = metrics && new PrometheusExporter({ ...metrics, preventServerStart: true });
  await reader?.startServer();
  const spans =
    tracesTo === null
      ? null
      : new BatchSpanProcessor(
          new OTLPTraceExporter({ url: new URL('v1/traces', `${tracesTo.replace(/\/$/, '')}/`).href }),
        );
  return beginTelemetry({ service, reader, spans });
}

/** The same over given parts: tests read what was gathered. */
export function beginTelemetry({ service, reader, spans }: TelemetryParts): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': `chartlens-${service}` });
  const meters = reader && new MeterProvider({ resource, readers: [reader] });
  if (meters) instruments = instrumentsOf(meters.getMeter('chartlens'));
  const tracers = spans && new BasicTracerProvider({ resource, spanProcessors: [spans] });
  if (tracers) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    tracer = tracers.getTracer('chartlens');
  }
  return {
    async stop() {
      instruments = null;
      tracer = null;
      await Promise.allSettled([meters?.shutdown(), tracers?.shutdown()]);
      context.disable();
      propagation.disable();
    },
  };
}

/** Runs work as a span of its own, when spans are gathered. */
export function inSpan<T>(name: string, labels: Labels, work: () => T): T {
  if (!tracer) return work();
  const attributes: Attributes = safeLabels(labels);
  return tracer.startActiveSpan(name, { attributes }, (span) => ended(span, work));
}

/** A span of what is over already and took so many milliseconds. */
export function pastSpan(name: string, labels: Labels, ms: number): void {
  tracer?.startSpan(name, { attributes: safeLabels(labels), startTime: Date.now() - ms }).end();
}

/** Ends the span with the work. Of an error only that there was one is kept: its words may quote a record. */
function ended<T>(span: Span, work: () => T): T {
  const failed = (error: unknown): never => {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    throw error;
  };
  try {
    const result = work();
    if (!(result instanceof Promise)) {
      span.end();
      return result;
    }
    return result.then((value: unknown) => {
      span.end();
      return value;
    }, failed) as T;
  } catch (error) {
    return failed(error);
  }
}

/** A step of a request, by its name: how long it took goes into the metrics, and a span into the trace. */
export function step<T>(name: string, work: () => T): T {
  if (!watched()) return work();
  const began = performance.now();
  const done = () => instruments?.steps.record((performance.now() - began) / 1000, safeLabels({ step: name }));
  return inSpan(name, { step: name }, () => {
    const result = work();
    if (result instanceof Promise) return result.finally(done) as T;
    done();
    return result;
  });
}

/** The headers by which a process that is asked goes on with this trace. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  if (tracer) propagation.inject(context.active(), headers);
  return headers;
}

/** Goes on with the trace of the process that asked. */
export function continued<T>(headers: Readonly<Record<string, unknown>>, work: () => T): T {
  return tracer ? context.with(propagation.extract(context.active(), headers), work) : work();
}
