/**
 * What refers to a record, in the keys and elements that the read model holds: a consent that denies a visit denies what
 * came of it (FHIR Consent.provision.data, meaning `dependents`).
 */
import { splitReference } from '../fhir-json.js';
import type { Predicate } from '../record-store.js';

interface Referring {
  /** Search keys that hold the bare id. */
  readonly keys?: readonly string[];
  /** Elements that hold the reference. */
  readonly elements?: readonly string[];
}

/** By the type of the record referred to: how records of any kind refer to it. Other types are referred to by nothing. */
export const REFERRING: Readonly<Record<string, Referring>> = {
  Appointment: { elements: ['appointment'] },
  CarePlan: { elements: ['basedOn', 'partOf', 'replaces'] },
  CareTeam: { elements: ['careTeam'] },
  Claim: { keys: ['claim'], elements: ['related.claim'] },
  Condition: {
    keys: ['billedConditions'],
    elements: [
      ...['addresses', 'complicationDetail', 'diagnosis.condition', 'reasonReference', 'condition.outcome'],
      ...['evidence.detail', 'context.related', 'supportingInfo.valueReference', 'activity.outcomeReference'],
    ],
  },
  Coverage: { elements: ['insurance.coverage'] },
  Device: { elements: ['device', 'focalDevice.manipulated', 'usedReference', 'parent', 'item.udi'] },
  DiagnosticReport: {
    elements: ['report', 'reasonReference', 'evidence.detail', 'context.related', 'stage.assessment'],
  },
  DocumentReference: {
    elements: ['relatesTo.target', 'supportingInfo', 'derivedFrom', 'reasonReference', 'context.related'],
  },
  Encounter: { keys: ['encounter', 'encounters'], elements: ['context.encounter', 'partOf'] },
  Goal: { elements: ['goal', 'activity.detail.goal'] },
  ImagingStudy: { elements: ['imagingStudy', 'derivedFrom', 'partOf', 'context.related'] },
  Immunization: { elements: ['partOf', 'context.related'] },
  MedicationAdministration: { elements: ['partOf', 'context.related'] },
  MedicationDispense: { elements: ['partOf', 'derivedFrom', 'context.related'] },
  MedicationRequest: {
    elements: [
      ...['request', 'authorizingPrescription', 'priorPrescription', 'basedOn', 'activity.reference'],
      ...['prescription', 'originalPrescription', 'derivedFrom', 'context.related'],
    ],
  },
  MedicationStatement: { elements: ['partOf', 'derivedFrom', 'reasonReference', 'context.related'] },
  Observation: {
    elements: [
      ...['hasMember', 'derivedFrom', 'result', 'outcomeReference', 'reaction.detail', 'reasonReference', 'addresses'],
      ...['evidence.detail', 'stage.assessment', 'partOf', 'context.related', 'supportingInfo.valueReference'],
    ],
  },
  Procedure: {
    elements: [
      ...['partOf', 'procedureReference', 'procedure.procedureReference', 'diagnosis.condition', 'reasonReference'],
      ...['context.related', 'activity.outcomeReference'],
    ],
  },
  ServiceRequest: { elements: ['basedOn', 'request', 'replaces', 'referral', 'activity.reference', 'context.related'] },
};

/** The records (`Encounter/1`) and all that refers to them. */
export function recordsAndDependents(records: readonly string[]): Predicate {
  const byType = new Map<string, string[]>();
  for (const record of records) {
    const type = splitReference(record)?.type ?? '';
    byType.set(type, [...(byType.get(type) ?? []), record]);
  }
  const referring = [...byType].flatMap(([type, references]) => referringTo(REFERRING[type] ?? {}, references));
  return referring.length === 0
    ? { _id: { $in: [...records] } }
    : { $or: [{ _id: { $in: [...records] } }, ...referring] };
}

function referringTo({ keys = [], elements = [] }: Referring, references: readonly string[]): Predicate[] {
  const ids = references.flatMap((reference) => splitReference(reference)?.id ?? []);
  return [
    ...keys.map((key) => ({ [key]: { $in: ids } })),
    ...elements.map((element) => ({ [`content.${element}.reference`]: { $in: [...references] } })),
  ];
}
