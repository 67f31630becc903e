/** What the read model keeps of a MeasureReport, from the FHIR resource alone: outcome, basis, evidence, search keys. */
import {
  codesAt,
  type FhirObject,
  firstString,
  idsAt,
  isObject,
  objectsOf,
  stringOf,
  valuesAt,
} from '../../shared/fhir-json.js';
import type { Inheritance } from '../../shared/record-kind.js';

/** Says from which records a report was computed: `OPEN_RECORDS`, `ALL_RECORDS` or `PAYER`. */
export const BASIS_EXTENSION = 'urn:chartlens:measure-basis';
/** The payer a report was computed for. */
export const PAYER_EXTENSION = 'urn:chartlens:measure-payer';
/** The populations (their ids) for which a record decided; Da Vinci DEQM's extension of `evaluatedResource`. */
export const POPULATION_EXTENSION =
  'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/extension-populationReference';
/** The improvement notation of one group, where groups have their own (FHIR R5 backport of CQF Measures). */
export const NOTATION_EXTENSION = 'http://hl7.org/fhir/us/cqfmeasures/StructureDefinition/cqfm-improvementNotation';
export const DISPLAY_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/display';

/** Kinds of records that a measure may look at, and whose labels a report therefore bears. */
const EVIDENCE_KINDS = [
  'AllergyIntolerance',
  'CarePlan',
  'CareTeam',
  'Condition',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'FamilyMemberHistory',
  'Goal',
  'ImagingStudy',
  'Immunization',
  'MedicationAdministration',
  'MedicationDispense',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'ServiceRequest',
] as const;

/** A report is as sensitive as the most sensitive of the records that it rests on. */
export const inheritedLabels: readonly Inheritance[] = EVIDENCE_KINDS.map((kind) => ({
  element: 'evaluatedResource',
  kind,
  keys: ['labels'],
}));

function extensionOf(holder: FhirObject, url: string): FhirObject | undefined {
  return objectsOf(holder['extension']).find((extension) => extension['url'] === url);
}

const BASES: ReadonlySet<string> = new Set(['OPEN_RECORDS', 'ALL_RECORDS', 'PAYER']);

/** Reports that others sent say nothing of their basis: they are taken to rest on all records. */
function basisOf(report: FhirObject): string {
  const code = stringOf(extensionOf(report, BASIS_EXTENSION)?.['valueCode']);
  return code !== null && BASES.has(code) ? code : 'ALL_RECORDS';
}

/** `audience` keeps apart what was computed for a payer; `measures` holds the address with and without version. */
export function reportKeys(report: FhirObject): Record<string, unknown> {
  const measure = stringOf(report['measure']) ?? '';
  const basis = basisOf(report);
  const payer = extensionOf(report, PAYER_EXTENSION);
  return {
    measures: [...new Set([measure, measure.split('|')[0] ?? '', measure.split('|')[0]?.split('/').at(-1) ?? ''])],
    basis,
    audience: basis === 'PAYER' ? 'payer' : 'care',
    payers: basis === 'PAYER' && payer ? idsAt(payer, 'valueReference', 'Organization') : [],
  };
}

/** Elements that are stored beside those that came, so that who may read less need not ask for more. */
export function reportElements(report: FhirObject): FhirObject {
  const evidence = evidenceByPopulation(report);
  const groups = objectsOf(report['group']);
  return {
    basis: basisOf(report),
    outcome: groups.map((group) => ({
      group: stringOf(group['id']),
      outcome: outcomeOf(group),
      improvementNotation: notationOf(group) ?? firstString(report, 'improvementNotation.coding.code'),
    })),
    group: groups.map((group) => ({
      ...group,
      population: objectsOf(group['population']).map((population) => ({
        ...population,
        evidence: (evidence.get(stringOf(population['id']) ?? '') ?? []).map((reference) => ({ reference })),
      })),
    })),
  };
}

function evidenceByPopulation(report: FhirObject): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const evaluated of objectsOf(report['evaluatedResource'])) {
    const reference = stringOf(evaluated['reference']);
    if (reference === null) continue;
    for (const { url, valueString } of objectsOf(evaluated['extension'])) {
      if (url !== POPULATION_EXTENSION || typeof valueString !== 'string') continue;
      found.set(valueString, [...(found.get(valueString) ?? []), reference]);
    }
  }
  return found;
}

function notationOf(group: FhirObject): string | null {
  const extension = extensionOf(group, NOTATION_EXTENSION);
  return extension === undefined ? null : firstString(extension, 'valueCodeableConcept.coding.code');
}

/** Whoever is in a population that takes out of the measure is not counted, and it is not told in which. */
function outcomeOf(group: FhirObject): string {
  const counts = new Map<string, number>();
  for (const population of objectsOf(group['population']))
    for (const code of codesAt(population, 'code').filter((found) => !found.includes('|'))) {
      const count = population['count'];
      counts.set(code, (counts.get(code) ?? 0) + (typeof count === 'number' ? count : 0));
    }
  const isIn = (code: string) => (counts.get(code) ?? 0) > 0;
  const counted = ['denominator', 'measure-population', 'initial-population'].find((code) => counts.has(code));
  if (counted === undefined || !isIn(counted)) return 'NOT_COUNTED';
  const takenOut = (code: string) => (counts.get(code) ?? 0) >= (counts.get(counted) ?? 0) && isIn(code);
  if (takenOut('denominator-exclusion') || takenOut('measure-population-exclusion')) return 'NOT_COUNTED';
  if (!counts.has('numerator')) return 'COUNTED';
  if (isIn('numerator') && !takenOut('numerator-exclusion')) return 'MET';
  return isIn('denominator-exception') ? 'NOT_COUNTED' : 'NOT_MET';
}

export function titleOf(report: FhirObject): string | null {
  const [holder] = valuesAt(report, '_measure');
  return isObject(holder) ? stringOf(extensionOf(holder, DISPLAY_EXTENSION)?.['valueString']) : null;
}
