/** What is measured, each once. */
import type { Counter, Histogram, Meter, ObservableGauge } from '@opentelemetry/api';

export interface Instruments {
  /** Requests over HTTP, by role, status and code. */
  readonly requests: Histogram;
  /** Steps of a request, walls among them: sign-in, turn, limits, view, guard, store, trail. */
  readonly steps: Histogram;
  /** Questions to subgraphs, by subgraph and outcome. */
  readonly subgraphs: Histogram;
  /** Commands of MongoDB, by database, command and outcome. */
  readonly commands: Histogram;
  /** Requests that were told to come again, by role. */
  readonly shed: Counter;
  readonly crowd: {
    readonly limit: ObservableGauge;
    readonly running: ObservableGauge;
    readonly waiting: ObservableGauge;
  };
  readonly process: { readonly loopDelay: ObservableGauge; readonly heap: ObservableGauge };
}

/** Seconds: from an answer out of memory to one that ran into a deadline. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the instruments of a process. */
export function instrumentsOf(meter: Meter): Instruments {
  const histogram = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: SECONDS } });
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  const heap = gauge('chartlens.process.heap', 'Bytes of the heap in use');
  heap.addCallback((result) => result.observe(process.memoryUsage().heapUsed));
  return {
    requests: histogram('chartlens.request.seconds', 'Requests over HTTP'),
    steps: histogram('chartlens.step.seconds', 'Steps of a request, walls among them'),
    subgraphs: histogram('chartlens.subgraph.seconds', 'Questions to subgraphs'),
    commands: histogram('chartlens.mongo.command.seconds', 'Commands of MongoDB'),
    shed: meter.createCounter('chartlens.shed', { description: 'Requests that were told to come again' }),
    crowd: {
      limit: gauge('chartlens.admission.limit', 'Operations that may run at once'),
      running: gauge('chartlens.admission.running', 'Operations that run'),
      waiting: gauge('chartlens.admission.waiting', 'Operations that wait for a turn'),
    },
    process: { loopDelay: gauge('chartlens.process.loop.delay', 'Milliseconds by which the event loop is late'), heap },
  };
}
