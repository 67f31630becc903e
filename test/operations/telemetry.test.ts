/** What operators see of requests, and that nothing of a record is in it: every stored field holds a marker. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MetricReader } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationHash } from '../../gateway/telemetry/operation-hash.js';
import { requestLog } from '../../gateway/telemetry/watch-requests.js';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { EnvironmentReader } from '../../schema/environment-reader.js';
import { beginTelemetry } from '../../schema/telemetry/gathering.js';
import { safeLabels } from '../../schema/telemetry/labels.js';
import { measured, readTelemetry, startTelemetry } from '../../schema/telemetry/telemetry.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { createSubgraph } from '../../subgraphs/shared/subgraph.js';
import { MARKED_ID, markedRecords } from '../support/markers.js';
import { wholeView } from '../support/whole-view.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

const reader = new Reader();
const spans = new InMemorySpanExporter();
const telemetry = beginTelemetry({ service: 'test', readers: [reader], spans: new SimpleSpanProcessor(spans) });
const world = await createWorld();
const lines: string[] = [];
const log = requestLog({ write: (line) => void lines.push(line) });
const WIDE = { MAX_DEPTH: '40', MAX_ALIASES: '1000', MAX_TOKENS: '100000', MAX_COST: '1000000000' };

const subgraphs = await Promise.all(
  [administrative, clinical, financial].map((definition) =>
    createSubgraph(definition, { databases: world.databases, writer: world.writer, secret: 'x'.repeat(32) }),
  ),
);
const marked = markedRecords(subgraphs.map(({ schema }) => schema));
const view = wholeView(buildSchema(readRoleSdl('clinician'), { assumeValidSDL: true }), MARKED_ID);

let open: OpenWorld;
let clinician: Asker;
let answers = '';

async function metrics(): Promise<string> {
  const { resourceMetrics } = await reader.collect();
  return new PrometheusSerializer().serialize(resourceMetrics);
}

/** Without what the tracer itself puts there: times and random ids. */
function spansAsText(): string {
  return JSON.stringify(
    spans.getFinishedSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
  );
}

/** Without the numbers that were measured: a marker that is a number may be any. */
const labelsOf = (text: string) => text.replace(/ [\d.e+-]+$|,?le="[^"]*"/gm, '');
const wordsOf = (log: readonly string[]) => log.join('').replace(/"(?:ms|time|status)":[^,}]+/g, '');

const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

beforeAll(async () => {
  await world.tell(...marked.resources);
  open = await world.open({ env: WIDE, log });
  clinician = await open.as('clinician', {
    organization: MARKED_ID('Organization'),
    subject: MARKED_ID('Practitioner'),
  });
  for (const { query } of view) answers += (await clinician.ask(query)).text;
  await clinician.ask('query MarkedName { patients(birthDate: "§Sent.value§") { totalCount } }');
  await clinician.ask('query ($n: Int) { patients(first: $n) { totalCount } }', { n: '§Sent.value§' });
  await clinician.ask('{ mistake }');
  await fetch(open.url, { method: 'POST' });
});
afterAll(() => telemetry.stop());

describe('22 health data: not in what operators see', () => {
  it('the answers hold markers, so that the tests below can fail', () => {
    expect(marked.coordinatesIn(answers).size).toBeGreaterThan(50);
  });

  it.each([
    ['logs', async () => wordsOf(lines)],
    ['traces', async () => spansAsText()],
    ['metrics', async () => labelsOf(await metrics())],
  ])('%s hold no marker, no id of a patient, no name a client made up', async (_what, text) => {
    const seen = await text();
    expect(seen.length).toBeGreaterThan(1000);
    expect([...marked.coordinatesIn(seen)]).toEqual([]);
    expect(seen).not.toContain('§');
    expect(seen).not.toContain(MARKED_ID('Patient'));
    expect(seen).not.toContain(MARKED_ID('Practitioner'));
    expect(seen).not.toContain('MarkedName');
    expect(seen).not.toContain('birthDate');
  });

  it('a label that is no word of ours is not told', () => {
    expect(safeLabels({ code: 'Ana Lima', command: '1990-01-01', role: 'clinician' })).toEqual({
      role: 'clinician',
      command: 'other',
      code: 'other',
    });
  });
});

describe('logs', () => {
  it('have one line for each request, with role, operation, status, code and milliseconds, and nothing else', () => {
    expect(lines).toHaveLength(view.length + 4);
    for (const line of logged()) {
      const names = ['level', 'time', 'role', 'operation', 'status', 'code', 'ms', 'reference', 'msg'];
      expect(names).toEqual(expect.arrayContaining(Object.keys(line)));
    }
    expect(logged()[0]).toMatchObject({
      role: 'clinician',
      status: 200,
      operation: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('tell the code of what was refused, of strangers too', () => {
    expect(logged().at(-2)).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(logged().at(-1)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('name the same question about two people by the same hash', () => {
    const about = (id: string) => operationHash(`{ patient(id: "${id}") { id } }`);
    expect(about('ana-lima')).toBe(about('bram-osei'));
    expect(about('ana-lima')).not.toBe(operationHash('{ patient(id: "ana-lima") { birthDate } }'));
    expect(operationHash('{ a(')).toMatch(/^[0-9a-f]{16}$/);
    expect(operationHash('"')).toBe('unreadable');
  });
});

describe('metrics and traces', () => {
  it('tell requests by role and status, steps by wall, subgraphs, and commands of MongoDB by database', async () => {
    const text = await metrics();
    expect(text).toMatch(/chartlens_request_seconds_count\{role="clinician",status="200"/);
    for (const step of ['sign-in', 'turn', 'limits', 'view', 'guard', 'store', 'trail'])
      expect(text).toContain(`step="${step}"`);
    for (const subgraph of ['clinical', 'administrative', 'financial'])
      expect(text).toContain(`subgraph="${subgraph}"`);
    expect(text).toMatch(/command_seconds_count\{[^}]*command="aggregate"/);
    expect(text).toMatch(/chartlens_admission_limit\S* \d/);
  });

  it('a trace goes from the request through a subgraph to MongoDB', () => {
    const all = spans.getFinishedSpans();
    const byId = new Map(all.map((span) => [span.spanContext().spanId, span]));
    const pathOf = (id: string | undefined): string[] => {
      const span = byId.get(id ?? '');
      return span ? [...pathOf(span.parentSpanContext?.spanId), span.name] : [];
    };
    const paths = new Set(all.map((span) => pathOf(span.spanContext().spanId).join(' > ')));
    expect([...paths]).toEqual(expect.arrayContaining([expect.stringMatching(/^request > subgraph > store > mongo$/)]));
  });
});

it('/metrics answers on a port of its own', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const started = await startTelemetry('test', {
    metrics: { port, host: '127.0.0.1' },
    tracesTo: null,
    metricsTo: null,
  });
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('chartlens_process_heap');
  await started.stop();
});

describe('metrics that are pushed', () => {
  it('arrive at the collector by OTLP, with the same names as are scraped, and the last of them when a process stops', async () => {
    const received: { path: string; text: string }[] = [];
    const collector = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        received.push({ path: request.url ?? '', text: Buffer.concat(parts).toString() });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => collector.once('listening', resolve));
    const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/otel/`;
    const started = await startTelemetry('test', {
      metrics: null,
      tracesTo: null,
      metricsTo: { url, everyMs: 3_600_000 },
    });
    measured()?.shed.add(1, safeLabels({ role: 'analyst', code: 'Ana Lima' }));
    await started.stop();
    await new Promise((resolve) => collector.close(resolve));
    expect(received.map(({ path }) => path)).toEqual(['/otel/v1/metrics']);
    expect(received[0]?.text).toContain('chartlens.shed');
    expect(received[0]?.text).toContain('analyst');
    expect(received[0]?.text).not.toContain('Ana Lima');
  });

  it('need somewhere to go', () => {
    const settings = (env: NodeJS.ProcessEnv) => {
      const from = new EnvironmentReader(env);
      const read = readTelemetry(from);
      from.finish();
      return read.metricsTo;
    };
    expect(settings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toBeNull();
    expect(() => settings({ OTEL_METRICS_EXPORTER: 'otlp' })).toThrow(/needs OTEL_EXPORTER_OTLP_ENDPOINT/);
    expect(
      settings({ OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }),
    ).toMatchObject({ everyMs: 60_000 });
  });
});
