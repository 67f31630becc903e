/** What a quality measure says of a person, group by group: told alike to those who treat and to those who pay. */
import { registerEnumType } from 'type-graphql';
import { codesAt, type FhirObject, firstString, objectsOf, stringOf } from './fhir-json.js';
import { Element, ValueType } from './record-field.js';

/** The improvement notation of one group, where groups have their own (CQF Measures). */
export const NOTATION_EXTENSION = 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-improvementNotation';
/** The title of the measure, beside its canonical address. */
export const DISPLAY_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/display';

export enum MeasureResult {
  MET = 'MET',
  NOT_MET = 'NOT_MET',
  NOT_COUNTED = 'NOT_COUNTED',
  COUNTED = 'COUNTED',
}
registerEnumType(MeasureResult, {
  name: 'MeasureResult',
  description: 'What a measure says of a person.',
  valuesConfig: {
    MET: { description: 'In the numerator. Where `improvementNotation` is `decrease`, that is what should not be.' },
    NOT_MET: { description: 'In the denominator and not in the numerator.' },
    NOT_COUNTED: { description: 'The measure does not count this person: not meant, excluded or excepted.' },
    COUNTED: { description: 'In the population of a measure that has no numerator.' },
  },
});

@ValueType('What one group of a measure says of a person.')
export class MeasureGroupOutcome {
  @Element(() => String, { description: 'The id of the group within the measure.' }) group?: string;
  @Element(() => MeasureResult) result?: MeasureResult;
  @Element(() => String, { description: 'What the measure calls better: `increase` or `decrease` of its score.' })
  improvementNotation?: string;
}

/** The outcome of each group of a FHIR MeasureReport. */
export function groupOutcomes(report: FhirObject): FhirObject[] {
  return objectsOf(report['group']).map((group) => ({
    group: stringOf(group['id']),
    result: resultOf(group),
    improvementNotation: notationOf(group) ?? firstString(report, 'improvementNotation.coding.code'),
  }));
}

function notationOf(group: FhirObject): string | null {
  const extension = extensionOf(group, NOTATION_EXTENSION);
  return extension === undefined ? null : firstString(extension, 'valueCodeableConcept.coding.code');
}

export function extensionOf(holder: FhirObject, url: string): FhirObject | undefined {
  return objectsOf(holder['extension']).find((extension) => extension['url'] === url);
}

/** The title beside a report's canonical address. */
export function titleOf(report: FhirObject): string | null {
  const [holder] = objectsOf(report['_measure']);
  return holder === undefined ? null : stringOf(extensionOf(holder, DISPLAY_EXTENSION)?.['valueString']);
}

/** The identifier under which what was computed keeps the digest of the records it rests on. */
export const INPUT_SYSTEM = 'urn:chartlens:measure-input';
/** And that of the consents under which they counted. */
export const CONSENTS_SYSTEM = 'urn:chartlens:measure-consents';

/** The value of the identifier of that system. */
export function identifierOf(record: FhirObject | undefined, system: string): string | null {
  return stringOf(objectsOf(record?.['identifier']).find((identifier) => identifier['system'] === system)?.['value']);
}

/** By what a measure is found: its address with and without version, and the last part of it. */
export function measureKeys(report: FhirObject): string[] {
  const canonical = stringOf(report['measure']) ?? '';
  const url = canonical.split('|')[0] ?? '';
  return [...new Set([canonical, url, url.split('/').at(-1) ?? ''])];
}

/** Populations that take people out again; who is in one is not counted, and it is not told in which. */
const TAKING_OUT = ['denominator-exclusion', 'measure-population-exclusion'] as const;

function resultOf(group: FhirObject): MeasureResult {
  const counts = countsOf(group);
  const isIn = (code: string) => (counts.get(code) ?? 0) > 0;
  const counted = ['denominator', 'measure-population', 'initial-population'].find((code) => counts.has(code));
  if (counted === undefined || !isIn(counted)) return MeasureResult.NOT_COUNTED;
  // Of episodes some may be excluded: the person is out when all are.
  const allIn = (code: string) => isIn(code) && (counts.get(code) ?? 0) >= (counts.get(counted) ?? 0);
  if (TAKING_OUT.some(allIn)) return MeasureResult.NOT_COUNTED;
  if (!counts.has('numerator')) return MeasureResult.COUNTED;
  if (isIn('numerator') && !allIn('numerator-exclusion')) return MeasureResult.MET;
  return isIn('denominator-exception') ? MeasureResult.NOT_COUNTED : MeasureResult.NOT_MET;
}

function countsOf(group: FhirObject): Map<string, number> {
  const counts = new Map<string, number>();
  for (const population of objectsOf(group['population']))
    for (const code of codesAt(population, 'code')) {
      const count = population['count'];
      counts.set(code, (counts.get(code) ?? 0) + (typeof count === 'number' ? count : 0));
    }
  return counts;
}

/** What counts over people are made from: of one person, one measure and one period, what each group says. */
export interface MeasureFact {
  readonly patient: string;
  /** The canonical address, without version. */
  readonly measure: string;
  readonly version: string | null;
  readonly period: { readonly start: string; readonly end: string };
  readonly groups: readonly {
    readonly group: string | null;
    readonly result: MeasureResult;
    /** `increase` or `decrease`; null where the measure does not say what is better. */
    readonly notation: string | null;
  }[];
}

/**
 * The fact in a MeasureReport of the read model; null for reports that rest on sensitive records, or that others sent:
 * counts over people are made from the open records alone. Pure.
 */
export function measureFactOf(document: {
  readonly kind: string;
  readonly patient: string | null;
  readonly content: FhirObject;
}): MeasureFact | null {
  const { kind, patient, content } = document;
  if (kind !== 'MeasureReport' || patient === null || content['basis'] !== 'OPEN_RECORDS') return null;
  const [measure = '', version] = (stringOf(content['measure']) ?? '').split('|');
  const start = firstString(content, 'period.start');
  const end = firstString(content, 'period.end');
  if (measure === '' || start === null || end === null) return null;
  return {
    patient,
    measure,
    version: version ?? null,
    period: { start, end },
    groups: objectsOf(content['outcome']).map((outcome) => ({
      group: stringOf(outcome['group']),
      result: outcome['result'] as unknown as MeasureResult,
      notation: stringOf(outcome['improvementNotation']),
    })),
  };
}
