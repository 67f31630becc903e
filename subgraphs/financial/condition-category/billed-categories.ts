import { type ConditionCategory, conditionCategory } from '../../shared/condition-category.js';
import { type FhirObject, objectsOf } from '../../shared/fhir-json.js';

/** The broad categories of the diagnoses that a bill gives as codes; those it refers to are found by their records. */
export function billedCategories(bill: FhirObject): ConditionCategory[] {
  const found = objectsOf(bill['diagnosis']).flatMap((diagnosis) => {
    const concept = diagnosis['diagnosisCodeableConcept'];
    const category = concept === undefined ? null : conditionCategory(concept);
    return category === null ? [] : [category];
  });
  return [...new Set(found)].sort();
}
