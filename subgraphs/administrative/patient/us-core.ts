/** Traits that FHIR R4 keeps in US Core's extensions of Patient (hl7.org/fhir/us/core). */
import { asList, type FhirObject, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';

const US_CORE = 'http://hl7.org/fhir/us/core/StructureDefinition/';

/** What us-core-race and us-core-ethnicity are read from; other extensions (a mother's maiden name) stay in the store. */
export const CONCEPT_PATHS = [
  'extension.url',
  'extension.extension.url',
  'extension.extension.valueCoding',
  'extension.extension.valueString',
];
export const CODE_PATHS = ['extension.url', 'extension.valueCode'];

function extensionOf(patient: FhirObject, name: string): FhirObject | undefined {
  return objectsOf(patient['extension']).find((extension) => extension['url'] === US_CORE + name);
}

/** us-core-race or us-core-ethnicity as a CodeableConcept: the OMB categories, then the detailed codes; null without. */
export function usCoreConcept(patient: FhirObject, name: 'us-core-race' | 'us-core-ethnicity'): FhirObject | null {
  const parts = objectsOf(extensionOf(patient, name)?.['extension']);
  const codings = ['ombCategory', 'detailed'].flatMap((url) =>
    parts.filter((part) => part['url'] === url).flatMap((part) => asList(part['valueCoding']).filter(isObject)),
  );
  const text = stringOf(parts.find((part) => part['url'] === 'text')?.['valueString']);
  return codings.length > 0 || text !== null ? { coding: codings, text } : null;
}

/** us-core-birthsex: F, M, OTH or UNK (v3 AdministrativeGender, NullFlavor). */
export function usCoreBirthSex(patient: FhirObject): string | null {
  return stringOf(extensionOf(patient, 'us-core-birthsex')?.['valueCode']);
}
