/** Kinds of records in a person's chart: how their ids begin, and which element names the patient and the encounter. */
export interface RecordKind {
  readonly prefix: string;
  readonly patient: 'subject' | 'patient' | 'beneficiary' | null;
  readonly encounter: 'encounter' | 'context' | 'documentContext' | null;
}

function kind(prefix: string, patient: RecordKind['patient'], encounter: RecordKind['encounter']): RecordKind {
  return { prefix, patient, encounter };
}

export const RECORD_KINDS = {
  Encounter: kind('enc', 'subject', null),
  Condition: kind('cond', 'subject', 'encounter'),
  Observation: kind('obs', 'subject', 'encounter'),
  Procedure: kind('proc', 'subject', 'encounter'),
  MedicationRequest: kind('rx', 'subject', 'encounter'),
  MedicationStatement: kind('stmt', 'subject', 'context'),
  MedicationDispense: kind('disp', 'subject', 'context'),
  MedicationAdministration: kind('admin', 'subject', 'context'),
  AllergyIntolerance: kind('allergy', 'patient', 'encounter'),
  Immunization: kind('imm', 'patient', 'encounter'),
  DiagnosticReport: kind('report', 'subject', 'encounter'),
  DocumentReference: kind('doc', 'subject', 'documentContext'),
  ImagingStudy: kind('image', 'subject', 'encounter'),
  CarePlan: kind('plan', 'subject', 'encounter'),
  CareTeam: kind('team', 'subject', 'encounter'),
  Goal: kind('goal', 'subject', null),
  ServiceRequest: kind('order', 'subject', 'encounter'),
  Device: kind('device', 'patient', null),
  FamilyMemberHistory: kind('family', 'patient', null),
  Appointment: kind('appt', null, null),
  RelatedPerson: kind('related', 'patient', null),
  Consent: kind('consent', 'patient', null),
  Coverage: kind('cov', 'beneficiary', null),
  Claim: kind('claim', 'patient', null),
  ExplanationOfBenefit: kind('eob', 'patient', null),
  Provenance: kind('prov', null, null),
} as const satisfies Record<string, RecordKind>;

export type RecordKindName = keyof typeof RECORD_KINDS;
