/**
 * Traces and metrics, off unless asked for. What is measured carries names of our own lists only: roles, steps, subgraphs,
 * commands, codes. There is no way in here for text of a query, an id or a value of a record.
 */
import { type Attributes, context, propagation, type Span, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { EnvironmentReader } from '../environment-reader.js';
import type { Instruments } from './instruments.js';
import { type Labels, safeLabels } from './labels.js';

export interface TelemetrySettings {
  /** The port and address of `/metrics`; null for none. */
  readonly metrics: { readonly port: number; readonly host: string } | null;
  /** Where traces go (OTLP over HTTP); null for nowhere. */
  readonly tracesTo: string | null;
  /** Where metrics are pushed to (OTLP over HTTP), and how often; null for nowhere. */
  readonly metricsTo: { readonly url: string; readonly everyMs: number } | null;
}

export interface Telemetry {
  stop(): Promise<void>;
}

/** Reads METRICS_PORT, METRICS_HOST, OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_METRICS_EXPORTER and OTEL_METRIC_EXPORT_INTERVAL. */
export function readTelemetry(reader: EnvironmentReader): TelemetrySettings {
  const port = reader.optional('METRICS_PORT');
  const host = reader.text('METRICS_HOST', '127.0.0.1');
  const to = reader.url('OTEL_EXPORTER_OTLP_ENDPOINT', { secure: false });
  const pushes = reader.choice('OTEL_METRICS_EXPORTER', ['none', 'otlp'], 'none') === 'otlp';
  const everyMs = reader.integer('OTEL_METRIC_EXPORT_INTERVAL', 60_000, { min: 1000, max: 3_600_000 });
  if (pushes && to === null) reader.problem('OTEL_METRICS_EXPORTER=otlp needs OTEL_EXPORTER_OTLP_ENDPOINT');
  return {
    metrics: port === null ? null : { port: reader.integer('METRICS_PORT', 0, { min: 0, max: 65_535 }), host },
    tracesTo: to,
    metricsTo: pushes && to !== null ? { url: to, everyMs } : null,
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
export async function startTelemetry(service: string, settings: TelemetrySettings): Promise<Telemetry> {
  if (Object.values(settings).every((setting) => setting === null)) return { stop: () => Promise.resolve() };
  // What gathers and sends is loaded where somebody looks: it takes a tenth of a start.
  const { startGathering } = await import('./gathering.js');
  return startGathering(service, settings);
}

/** What is measured from now on, and where spans go; null for neither. */
export function gatherBy(now: { readonly instruments: Instruments | null; readonly tracer: Tracer | null }): void {
  ({ instruments, tracer } = now);
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
