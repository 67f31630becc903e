/** Which medicine a record is about: FHIR says it by a code, by a contained Medication or by one of its own. */
import {
  codesAt,
  type FhirObject,
  type FhirValue,
  idOf,
  isObject,
  objectsOf,
  stringOf,
} from '../../shared/fhir-json.js';
import { ComputedField, type PlainResolver } from '../../shared/plain-resolvers.js';
import type { Inheritance } from '../../shared/record-kind.js';
import { CodeableConcept } from '../../shared/value-types.js';

function containedMedication(content: FhirObject, reference: string): FhirObject | undefined {
  return objectsOf(content['contained']).find(
    (resource) => resource['resourceType'] === 'Medication' && `#${stringOf(resource['id'])}` === reference,
  );
}

/** The codes a `code` filter matches: of the record's own concept and of a Medication contained in it. */
export function medicationCodes(content: FhirObject): string[] {
  const reference = isObject(content['medicationReference']) ? content['medicationReference'] : {};
  const contained = containedMedication(content, stringOf(reference['reference']) ?? '');
  return [...new Set([...codesAt(content, 'medicationCodeableConcept'), ...codesAt(contained, 'code')])];
}

/** The codes of a Medication that stands by itself. */
export const MEDICATION_INHERITANCE: readonly Inheritance[] = [
  { element: 'medicationReference', kind: 'Medication', keys: ['codes', 'labels'] },
];

const nameOnly = (display: FhirValue | undefined) => (stringOf(display) === null ? null : { text: display });

const resolveConcept: PlainResolver = async (source, _args, context) => {
  if (isObject(source['medicationCodeableConcept'])) return source['medicationCodeableConcept'];
  const reference = source['medicationReference'];
  if (!isObject(reference)) return null;
  const target = stringOf(reference['reference']) ?? '';
  const contained = containedMedication(source, target);
  if (contained) return contained['code'] ?? nameOnly(reference['display']);
  const id = idOf(target, 'Medication');
  const medication = id === null ? null : await context.store.one('Medication', id, ['code']);
  return medication?.['code'] ?? nameOnly(reference['display']);
};

/** `medication: CodeableConcept`, the medicine of a record wherever the record holds it. */
export function MedicationConceptField() {
  return (target: object, property: string): void =>
    ComputedField('medication', () => CodeableConcept, resolveConcept, {
      description: 'The medicine, whether the record holds its code or refers to it (FHIR medication[x]).',
      needs: [
        'medicationCodeableConcept',
        'medicationReference',
        'contained.resourceType',
        'contained.id',
        'contained.code',
      ],
      owns: ['contained'],
      sources: [`${target.constructor.name}.medicationCodeableConcept`, 'Medication.code'],
    })(target, property);
}
