import { type FhirObject, valuesAt } from '../../shared/fhir-json.js';
import { canonicalReference, type ReferenceContext, recordId } from '../normalise/references.js';

/** Where types that nobody mapped keep the patient, in order of preference. */
const USUAL_ELEMENTS = ['subject', 'patient', 'beneficiary', 'for', 'individual'];

/** Whom a resource concerns. */
export interface PatientOf {
  /** The id of the Patient record; null when it concerns none, or one that is not known yet. */
  readonly patient: string | null;
  /** Equal for two resources only if they concern the same patient, known or not, or none both. */
  readonly group: string;
}

const NOBODY: PatientOf = { patient: null, group: '' };

/**
 * The patient of a resource, by the first of the elements that refers to one.
 *
 * @param element where the type keeps it: 'id' for Patient itself, null when the type concerns no person, undefined
 *   when the type is not mapped.
 */
export function patientOf(
  resource: FhirObject & { readonly resourceType: string; readonly id: string },
  element: string | null | undefined,
  context: ReferenceContext,
): PatientOf {
  if (resource.resourceType === 'Patient') return knownPatient(recordId(context.source, resource.id));
  if (element === null) return NOBODY;
  for (const path of element === undefined ? USUAL_ELEMENTS : [element]) {
    for (const value of valuesAt(resource, `${path}.reference`)) {
      const found = typeof value === 'string' ? patientBehind(value, context) : null;
      if (found !== null) return found;
    }
  }
  return NOBODY;
}

function patientBehind(raw: string, context: ReferenceContext): PatientOf | null {
  const reference = canonicalReference(raw, context);
  if (reference.kind === 'unknown') return null;
  if (reference.kind !== 'resolved') return { patient: null, group: reference.key };
  return reference.ref.startsWith('Patient/') ? knownPatient(reference.ref.slice('Patient/'.length)) : null;
}

function knownPatient(id: string): PatientOf {
  return { patient: id, group: `Patient/${id}` };
}
