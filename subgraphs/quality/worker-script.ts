/**
 * The child process that computes: memory and time of its own, so that a large measure neither blocks nor starves
 * whoever asked. It knows the measure it is given first, then answers batches of patients.
 */
import { createRequire } from 'node:module';
import type { FhirObject } from '../shared/fhir-json.js';
import { isObject, objectsOf } from '../shared/fhir-json.js';
import { type Calculation, createCalculation, type PatientInput } from './calculation.js';
import type { Fqm } from './engine-types.js';
import type { MeasurementPeriod } from './period.js';

export type WorkerQuestion =
  | { readonly measure: FhirObject; readonly period: MeasurementPeriod }
  | { readonly batch: number; readonly patients: readonly PatientInput[] };

export interface WorkerAnswer {
  readonly batch: number;
  readonly outcomes: Awaited<ReturnType<Calculation['calculate']>>;
}

interface Units {
  checkUnit(unit: string): { readonly valid: boolean };
}

let calculation: Calculation | null = null;

// Its own progress and warnings go nowhere: they may quote what it read.
console.log = console.info = console.warn = console.error = () => {};

process.on('message', (question: WorkerQuestion) => {
  void answer(question);
});
process.on('disconnect', () => process.exit(0));

async function answer(question: WorkerQuestion): Promise<void> {
  if ('measure' in question) {
    const require = createRequire(import.meta.url);
    const fqm = require('fqm-execution') as Fqm;
    // The engine's own word on units, from where it has it.
    const { checkUnit } = createRequire(require.resolve('fqm-execution'))('cql-execution/lib/util/units') as Units;
    const measure = objectsOf(question.measure['entry'])
      .map((entry) => entry['resource'])
      .filter(isObject)
      .find((resource) => resource['resourceType'] === 'Measure');
    calculation = createCalculation(
      fqm,
      question.measure,
      measure ?? {},
      question.period,
      (unit) => checkUnit(unit).valid,
    );
    return;
  }
  if (calculation === null) throw new Error('a batch before its measure');
  const outcomes = await calculation.calculate(question.patients);
  process.send?.({ batch: question.batch, outcomes } satisfies WorkerAnswer);
}
