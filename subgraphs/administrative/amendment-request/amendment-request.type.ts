import { registerEnumType } from 'type-graphql';
import { type FhirObject, idsAt, referencesAt } from '../../shared/fhir-json.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Organization } from '../organization/organization.type.js';
import { Patient } from '../patient/patient.type.js';
import { VisibleReferenceField } from '../visible-reference.js';

/** 45 CFR 164.526(a)(2): the only grounds on which a request may be denied. */
export enum AmendmentDenial {
  NOT_CREATED_HERE = 'NOT_CREATED_HERE',
  NOT_PART_OF_THE_RECORD_SET = 'NOT_PART_OF_THE_RECORD_SET',
  NOT_AVAILABLE_FOR_INSPECTION = 'NOT_AVAILABLE_FOR_INSPECTION',
  ACCURATE_AND_COMPLETE = 'ACCURATE_AND_COMPLETE',
}
registerEnumType(AmendmentDenial, {
  name: 'AmendmentDenial',
  description: 'On which ground of 45 CFR 164.526(a)(2) a request for amendment is denied.',
});

@PartType('What came of a request for amendment (45 CFR 164.526(c), (d)).')
export class AmendmentOutcome {
  @RecordField('amendment', () => Boolean) accepted?: boolean;
  @RecordField('amendment', () => AmendmentDenial, { description: 'Why it was denied; null where it was accepted.' })
  basis?: AmendmentDenial;
  @RecordField('amendment', () => String, { description: 'In plain words, for the patient.' }) statement?: string;
  @RecordField('amendment', () => String, { description: 'When: an instant in UTC.' }) decided?: string;
}

@PartType('That a person disagrees with a denial (45 CFR 164.526(d)(2)).')
export class AmendmentDisagreement {
  @RecordField('amendment', () => String, {
    description:
      'The statement of disagreement; null where they ask that request and denial go with later disclosures ((d)(1)(iii)).',
  })
  statement?: string;
  @RecordField('amendment', () => String, { description: 'When: an instant in UTC.' }) filed?: string;
}

@PartType('What who denied it says to a statement of disagreement (45 CFR 164.526(d)(3)).')
export class AmendmentRebuttal {
  @RecordField('amendment', () => String) statement?: string;
  @RecordField('amendment', () => String, { description: 'When: an instant in UTC.' }) prepared?: string;
}

/** Kinds of record whose amendment may be asked for: the chart, as organisations wrote it. */
export const AMENDABLE = [
  'AllergyIntolerance',
  'CarePlan',
  'Condition',
  'DiagnosticReport',
  'DocumentReference',
  'Encounter',
  'Goal',
  'Immunization',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
  'ServiceRequest',
] as const;

function holders(content: FhirObject): string[] {
  return idsAt(content, 'organization', 'Organization');
}

/** Not FHIR: R4 has no resource for it. It is handed over as a Task (subgraphs/exchange/amendment-task.ts). */
@RecordKind(
  {
    kind: 'AmendmentRequest',
    subgraph: 'administrative',
    patient: 'patient',
    at: ['requested'],
    status: 'status',
    writers: holders,
    keys: (content) => ({ disputed: referencesAt(content, 'record') }),
    // It says what the record says: it is as sensitive.
    inherits: AMENDABLE.map((kind) => ({ element: 'record', kind, keys: ['labels'] })),
  },
  'That a patient asked for an amendment of their record (45 CFR 164.526).',
)
export class AmendmentRequest {
  @KeyField() id!: string;
  @PatientField(() => Patient) patient?: object;
  @RecordField('amendment', () => String, { description: 'requested, accepted or denied.' }) status?: string;
  @VisibleReferenceField('amendment', { others: 'unnamed', description: 'The record that is to be amended.' })
  record?: object;
  @RecordField('amendment', () => String, { description: 'The number of the version that is meant.' }) version?: string;
  @ReferenceField('amendment', () => [Organization], {
    to: 'Organization',
    list: true,
    description: 'Who wrote the record, and so decides.',
  })
  organization?: object[];
  @RecordField('amendment', () => String, { description: 'What is wrong, and why, in the patient’s words.' })
  statement?: string;
  @RecordField('amendment', () => String, { description: 'When: an instant in UTC.' }) requested?: string;
  @RecordField('amendment', () => String, { description: 'The day by which it is to be decided: the sixtieth.' })
  due?: string;
  @RecordField('amendment', () => AmendmentOutcome, { description: 'Null while it is open.' })
  outcome?: AmendmentOutcome;
  @RecordField('amendment', () => AmendmentDisagreement, {
    description: 'Null while nobody disagreed. What is disclosed of the record later bears it (164.526(d)(5)).',
  })
  disagreement?: AmendmentDisagreement;
  @RecordField('amendment', () => AmendmentRebuttal) rebuttal?: AmendmentRebuttal;
}
