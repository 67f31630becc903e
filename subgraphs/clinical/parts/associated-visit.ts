/** The visit of a record that FHIR R4 gives no element for it: the standard extension encounter-associatedEncounter. */
import { type FhirObject, objectsOf, referencesAt } from '../../shared/fhir-json.js';
import { type Inheritance, VISIT_LABELS } from '../../shared/record-kind.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';

const URL = 'http://hl7.org/fhir/StructureDefinition/encounter-associatedEncounter';

export function associatedVisit(encounter: ExactObject): ExactObject[] {
  return [{ url: URL, valueReference: encounter }];
}

/** It takes over from the visit what records with an element for it do. */
export const OF_ASSOCIATED_VISIT: Inheritance = {
  ...VISIT_LABELS,
  element: (content: FhirObject) =>
    objectsOf(content['extension'])
      .filter(({ url }) => url === URL)
      .flatMap((extension) => referencesAt(extension, 'valueReference')),
  keys: ['labels', 'writers'],
};
