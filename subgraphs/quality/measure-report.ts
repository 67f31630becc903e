/** From what the engine found to the FHIR MeasureReport that is recorded. */
import { createHash } from 'node:crypto';
import {
  BASIS_EXTENSION,
  POPULATION_EXTENSION,
  SENSITIVE_BY_EXTENSION,
} from '../clinical/measure-report/report-content.js';
import { type FhirObject, objectsOf, stringOf } from '../shared/fhir-json.js';
import {
  CONSENTS_SYSTEM,
  DISPLAY_EXTENSION,
  groupOutcomes,
  INPUT_SYSTEM,
  NOTATION_EXTENSION,
} from '../shared/measure-outcome.js';
import type { PatientOutcome } from './calculation.js';
import type { MeasureBundle } from './measure-bundle.js';
import type { MeasurementPeriod } from './period.js';
import type { Basis } from './variants.js';

export interface ReportOf {
  readonly measure: MeasureBundle;
  readonly period: MeasurementPeriod;
  readonly patient: string;
  readonly basis: Basis;
  readonly payer: string | null;
  /** Ids of the organisations that wrote every record with a label that counts. */
  readonly sensitiveBy: readonly string[];
  /** The digest of the patient's consents under which it is computed. */
  readonly consents: string;
}

/** What is told to a payer is a record of its own, without evidence, where payers have their records. */
export function kindOf({ basis }: ReportOf): 'MeasureReport' | 'MeasureOutcome' {
  return basis === 'PAYER' ? 'MeasureOutcome' : 'MeasureReport';
}

/** The same for all versions of a measure: a new version of it gives a new version of the report. */
export function reportId({ measure, period, patient, basis, payer }: ReportOf): string {
  const parts = [measure.url, period.start, period.end, patient, basis, payer ?? ''];
  return `measure-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)}`;
}

/** The record that tells what came out, as it is written. */
export function recordOf(of: ReportOf, outcome: PatientOutcome, digest: string, date: Date): FhirObject {
  const report = measureReport(of, outcome, digest, date);
  if (of.payer === null) return report;
  const { id, identifier, measure, _measure, subject, period, evaluatedResource } = report;
  return {
    resourceType: 'MeasureOutcome',
    id,
    identifier,
    measure,
    _measure,
    subject,
    payer: { reference: `Organization/${of.payer}` },
    date: date.toISOString(),
    period,
    outcome: groupOutcomes(report),
    // Read by nobody: the labels of these records are this record's too.
    evaluatedResource: objectsOf(evaluatedResource).map(({ reference }) => ({ reference })),
  };
}

function measureReport(of: ReportOf, outcome: PatientOutcome, digest: string, date: Date): FhirObject {
  const { measure, period, patient, basis } = of;
  const { report = {}, evidence = {} } = outcome;
  return {
    resourceType: 'MeasureReport',
    id: reportId(of),
    extension: [
      { url: BASIS_EXTENSION, valueCode: basis },
      ...of.sensitiveBy.map((id) => ({
        url: SENSITIVE_BY_EXTENSION,
        valueReference: { reference: `Organization/${id}` },
      })),
    ],
    identifier: [
      { system: INPUT_SYSTEM, value: digest },
      { system: CONSENTS_SYSTEM, value: of.consents },
    ],
    status: 'complete',
    type: 'individual',
    measure: measure.canonical,
    _measure: { extension: [{ url: DISPLAY_EXTENSION, valueString: measure.title }] },
    subject: { reference: `Patient/${patient}` },
    date: date.toISOString(),
    period: { start: period.start, end: period.end },
    ...(measure.measure['improvementNotation'] !== undefined && {
      improvementNotation: measure.measure['improvementNotation'],
    }),
    group: objectsOf(report['group']).map((group) => withNotation(group, measure.measure)),
    evaluatedResource: evaluatedResources(report, evidence),
  };
}

/** The improvement notation of the group, where the measure gives each its own. */
function withNotation(group: FhirObject, measure: FhirObject): FhirObject {
  const defined = objectsOf(measure['group']).find((candidate) => candidate['id'] === group['id']);
  const notation = objectsOf(defined?.['extension']).find(({ url }) => url === NOTATION_EXTENSION);
  return notation === undefined ? group : { ...group, extension: [notation] };
}

function evaluatedResources(report: FhirObject, evidence: Readonly<Record<string, readonly string[]>>): FhirObject[] {
  const populations = new Map<string, string[]>();
  for (const [population, references] of Object.entries(evidence))
    for (const reference of references) populations.set(reference, [...(populations.get(reference) ?? []), population]);
  const evaluated = objectsOf(report['evaluatedResource']).flatMap(({ reference }) => stringOf(reference) ?? []);
  return [...new Set([...evaluated, ...populations.keys()])].sort().map((reference) => ({
    ...(populations.has(reference) && {
      extension: (populations.get(reference) ?? []).map((valueString) => ({ url: POPULATION_EXTENSION, valueString })),
    }),
    reference,
  }));
}

/** Whether two records say the same: all but when they were computed. */
export function saysTheSame(one: FhirObject, other: FhirObject): boolean {
  const told = ({ date: _date, ...rest }: FhirObject) => JSON.stringify(rest);
  return told(one) === told(other);
}
