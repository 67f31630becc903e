/** The Grafana dashboard asks for what there is: metrics that are measured, by labels that they may have. */
import { readFileSync } from 'node:fs';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { expect, it } from 'vitest';
import { type Instruments, instrumentsOf } from '../../schema/telemetry/instruments.js';

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}

const DASHBOARD = new URL('../../gateway/operations/grafana-dashboard.json', import.meta.url);
const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: Panel[] };

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** Names of metrics, as Prometheus reads them, once each was measured. */
async function metricNames(): Promise<Set<string>> {
  const reader = new Reader();
  const meters = new MeterProvider({ readers: [reader] });
  measureEach(instrumentsOf(meters.getMeter('test')));
  const text = new PrometheusSerializer().serialize((await reader.collect()).resourceMetrics);
  await meters.shutdown();
  return new Set([...text.matchAll(/^(chartlens_\w+)/gm)].map(([, name]) => name ?? ''));
}

function measureEach({ requests, steps, subgraphs, commands, shed, crowd, process }: Instruments): void {
  for (const histogram of [requests, steps, subgraphs, commands]) histogram.record(1);
  shed.add(1);
  for (const gauge of [...Object.values(crowd), ...Object.values(process)])
    gauge.addCallback((result) => result.observe(1));
}

it.each(panels.map(({ title, targets }) => [title, targets] as const))(
  '%s asks for metrics that exist',
  async (_title, targets) => {
    const names = await metricNames();
    for (const { expr } of targets) {
      const asked = [...expr.matchAll(/chartlens_\w+/g)].map(([name]) => name);
      expect(asked.length).toBeGreaterThan(0);
      for (const name of asked) expect(names).toContain(name);
    }
  },
);

it('no two panels share an id', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
});
