import { asList, type FhirObject, type FhirValue, isObject } from '../../shared/fhir-json.js';

/**
 * The identifiers of a resource as 'system|value', each once; '|value' when it names no system. These are what a
 * conditional reference (`Practitioner?identifier=system|value`) is matched with.
 */
export function identifierKeys(resource: FhirObject): string[] {
  return tokens(asList(resource['identifier']), 'value');
}

/** The codes of a CodeableConcept or Coding, or of a list of them, as 'system|code', each once, in their order. */
export function codeTokens(value: FhirValue | undefined): string[] {
  const codings = asList(value).flatMap((concept) =>
    isObject(concept) && concept['coding'] !== undefined ? asList(concept['coding']) : [concept],
  );
  return tokens(codings, 'code');
}

/** FHIR's token form: 'system|value', with nothing before the bar when there is no system. */
export function token(system: unknown, value: string): string {
  return `${typeof system === 'string' ? system : ''}|${value}`;
}

function tokens(elements: readonly FhirValue[], member: 'value' | 'code'): string[] {
  const found = new Set<string>();
  for (const element of elements) {
    const value = isObject(element) ? element[member] : undefined;
    if (isObject(element) && typeof value === 'string' && value !== '') found.add(token(element['system'], value));
  }
  return [...found];
}
