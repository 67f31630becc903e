/** Child processes that compute one measure, a batch of patients at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { PatientInput, PatientOutcome } from './calculation.js';
import type { MeasureBundle } from './measure-bundle.js';
import type { MeasurementPeriod } from './period.js';
import type { WorkerAnswer } from './worker-script.js';

/** Megabytes of heap for one child: a measure with its value sets takes some 200, a batch as much again. */
const HEAP_MB = 1536;

export interface Workers {
  /** Waits for a child that is free. @throws when a child died. */
  compute(patients: readonly PatientInput[]): Promise<PatientOutcome[]>;
  stop(): void;
}

/** @throws Error when npm `fqm-execution` is not installed. */
export function startWorkers(measure: MeasureBundle, period: MeasurementPeriod, count: number): Workers {
  requireEngine();
  const free: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const all = Array.from({ length: count }, () => new Worker(measure, period));
  free.push(...all);
  const next = (): Promise<Worker> => {
    const worker = free.pop();
    return worker ? Promise.resolve(worker) : new Promise((resolve) => waiting.push(resolve));
  };
  const give = (worker: Worker) => {
    const asker = waiting.shift();
    if (asker) asker(worker);
    else free.push(worker);
  };
  return {
    async compute(patients) {
      const worker = await next();
      try {
        return await worker.compute(patients);
      } finally {
        give(worker);
      }
    },
    stop() {
      for (const worker of all) worker.stop();
    },
  };
}

function requireEngine(): void {
  try {
    createRequire(import.meta.url).resolve('fqm-execution');
  } catch {
    throw new Error('quality measures need the optional package fqm-execution: npm install --include=optional');
  }
}

class Worker {
  readonly #child: ChildProcess;
  #batch = 0;
  #exit: string | null = null;

  constructor(measure: MeasureBundle, period: MeasurementPeriod) {
    this.#child = fork(fileURLToPath(new URL('./worker-script.js', import.meta.url)), [], {
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      // The logic reads times without offset in the zone of the process: the same on every machine.
      env: { PATH: process.env['PATH'], TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'json',
    });
    this.#child.once('exit', (code, signal) => {
      this.#exit = signal ?? `exit code ${code}`;
    });
    this.#child.send({ measure: measure.bundle, period });
  }

  compute(patients: readonly PatientInput[]): Promise<PatientOutcome[]> {
    const batch = ++this.#batch;
    return new Promise((resolve, reject) => {
      const died = () => reject(new Error(`the process that computes measures ended (${this.#exit})`));
      if (this.#exit !== null) return died();
      const done = () => {
        this.#child.off('message', onMessage);
        this.#child.off('exit', onExit);
      };
      const onExit = () => {
        done();
        died();
      };
      const onMessage = (answer: WorkerAnswer) => {
        if (answer.batch !== batch) return;
        done();
        resolve(answer.outcomes);
      };
      this.#child.on('message', onMessage);
      this.#child.once('exit', onExit);
      this.#child.send({ batch, patients });
    });
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
    this.#child.kill();
  }
}
