/** What the read model keeps of a MeasureReport, from the FHIR resource alone: basis, outcome, evidence, search keys. */
import { type FhirObject, idsAt, objectsOf, stringOf } from '../../shared/fhir-json.js';
import {
  CONSENTS_SYSTEM,
  extensionOf,
  groupOutcomes,
  identifierOf,
  measureKeys,
} from '../../shared/measure-outcome.js';

/** Says from which records a report was computed: `OPEN_RECORDS` or `SENSITIVE_TOO`. */
export const BASIS_EXTENSION = 'urn:chartlens:measure-basis';
/** Organisations that wrote every record with a label that counted. */
export const SENSITIVE_BY_EXTENSION = 'urn:chartlens:measure-sensitive-by';
/** The populations (their ids) for which a record decided; Da Vinci DEQM's extension of `evaluatedResource`. */
export const POPULATION_EXTENSION =
  'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/extension-populationReference';

const BASES: ReadonlySet<string> = new Set(['OPEN_RECORDS', 'SENSITIVE_TOO']);

/** Null for reports that others sent, which say nothing of it. */
function basisOf(report: FhirObject): string | null {
  const code = stringOf(extensionOf(report, BASIS_EXTENSION)?.['valueCode']);
  return code !== null && BASES.has(code) ? code : null;
}

export function reportKeys(report: FhirObject): Record<string, unknown> {
  return {
    measures: measureKeys(report),
    basis: basisOf(report),
    consents: identifierOf(report, CONSENTS_SYSTEM),
    sensitiveBy: objectsOf(report['extension'])
      .filter(({ url }) => url === SENSITIVE_BY_EXTENSION)
      .flatMap((extension) => idsAt(extension, 'valueReference', 'Organization')),
  };
}

/** Elements that are stored beside those that came, or in their place. */
export function reportElements(report: FhirObject): FhirObject {
  const evidence = evidenceByPopulation(report);
  return {
    basis: basisOf(report),
    outcome: groupOutcomes(report),
    group: objectsOf(report['group']).map((group) => ({
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
