import { Int } from 'type-graphql';
import { periodRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, firstString, idsAt, referencesAt, stringOf } from '../../shared/fhir-json.js';
import { Location, Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { labelsOfVisit } from '../../shared/sensitivity/record-labels.js';
import { CodeableConcept, Coding, Identifier, Meta, Period, Quantity } from '../../shared/value-types.js';
import { Appointment } from '../appointment/appointment.type.js';
import { Condition } from '../condition/condition.type.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';
import { Procedure } from '../procedure/procedure.type.js';
import { ServiceRequest } from '../service-request/service-request.type.js';

@PartType('A status a visit had before (FHIR Encounter.statusHistory).')
export class EncounterStatusHistory {
  @RecordField('visit', () => String) status?: string;
  @RecordField('visit', () => Period) period?: Period;
}

@PartType('A class a visit had before: emergency, then inpatient (FHIR Encounter.classHistory).')
export class EncounterClassHistory {
  @RecordField('visit', () => Coding) class?: Coding;
  @RecordField('visit', () => Period) period?: Period;
}

@PartType('Someone who took part in a visit (FHIR Encounter.participant).')
export class EncounterParticipant {
  @RecordField('visit', () => [CodeableConcept]) type?: CodeableConcept[];
  @RecordField('visit', () => Period) period?: Period;
  @RecordField('visit', () => Reference) individual?: object;
}

@PartType('Where a visit took place (FHIR Encounter.location).')
export class EncounterLocation {
  @ReferenceField('visit', () => Location, { to: 'Location' }) location?: object;
  @RecordField('visit', () => String) status?: string;
  @RecordField('visit', () => CodeableConcept) physicalType?: CodeableConcept;
  @RecordField('visit', () => Period) period?: Period;
}

@PartType('What was found at a visit (FHIR Encounter.diagnosis).')
export class EncounterDiagnosis {
  @ReferenceField('diagnosis', () => Condition, { to: 'Condition' }) condition?: object;
  @ReferenceField('procedure', () => Procedure, {
    to: 'Procedure',
    element: 'condition',
    description: 'The procedure, where FHIR’s `condition` refers to one.',
  })
  procedure?: object;
  @RecordField('visit-reason', () => CodeableConcept) use?: CodeableConcept;
  @RecordField('visit-reason', () => Int) rank?: number;
}

@PartType('Admission and discharge (FHIR Encounter.hospitalization).')
export class EncounterHospitalization {
  @RecordField('visit', () => Identifier) preAdmissionIdentifier?: Identifier;
  @RecordField('visit', () => Reference) origin?: object;
  @RecordField('visit', () => CodeableConcept) admitSource?: CodeableConcept;
  @RecordField('visit-reason', () => CodeableConcept) reAdmission?: CodeableConcept;
  @RecordField('visit', () => [CodeableConcept]) dietPreference?: CodeableConcept[];
  @RecordField('visit', () => [CodeableConcept]) specialCourtesy?: CodeableConcept[];
  @RecordField('visit', () => [CodeableConcept]) specialArrangement?: CodeableConcept[];
  @RecordField('visit', () => Reference) destination?: object;
  @RecordField('visit-reason', () => CodeableConcept) dischargeDisposition?: CodeableConcept;
}

/** Visits that never were, or were recorded in error, put nobody in anyone's care. */
const NO_CARE: ReadonlySet<string> = new Set(['cancelled', 'entered-in-error']);

function careRelations(content: FhirObject): RelationClaim[] {
  const [patient] = idsAt(content, 'subject', 'Patient');
  if (patient === undefined || NO_CARE.has(stringOf(content['status']) ?? '')) return [];
  const { start, end } = periodRange(content['period']);
  const parties = [
    ...referencesAt(content, 'serviceProvider'),
    ...referencesAt(content, 'participant.individual'),
  ].filter((reference) => /^(Organization|Practitioner)\//.test(reference));
  return [...new Set(parties)].map((party) => ({ patient, party, as: 'treats', from: start, until: end }));
}

@RecordKind(
  {
    kind: 'Encounter',
    subgraph: 'clinical',
    writers: ['serviceProvider'],
    patient: 'subject',
    at: ['period'],
    status: 'status',
    codes: ['type'],
    categories: ['class'],
    keys: (content) => ({
      organization: idsAt(content, 'serviceProvider', 'Organization')[0] ?? null,
      class: firstString(content, 'class.code'),
      visitLabels: labelsOfVisit(content),
    }),
    // A visit that names no provider is that of whoever runs the place.
    inherits: [
      {
        element: (content) =>
          referencesAt(content, 'serviceProvider').length > 0 ? [] : referencesAt(content, 'location.location'),
        kind: 'Location',
        keys: ['writers'],
      },
    ],
    relations: careRelations,
  },
  'A visit or stay (FHIR Encounter).',
)
export class Encounter {
  @KeyField() id!: string;
  @RecordField('visit', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @RecordField('visit', () => [Identifier]) identifier?: Identifier[];
  @RecordField('visit', () => String) status?: string;
  @RecordField('visit', () => [EncounterStatusHistory]) statusHistory?: EncounterStatusHistory[];
  @RecordField('visit', () => Coding) class?: Coding;
  @RecordField('visit', () => [EncounterClassHistory]) classHistory?: EncounterClassHistory[];
  @RecordField('visit-reason', () => [CodeableConcept]) type?: CodeableConcept[];
  @RecordField('visit', () => CodeableConcept) serviceType?: CodeableConcept;
  @RecordField('visit', () => CodeableConcept) priority?: CodeableConcept;
  @RecordField('visit', () => [ClinicalReference]) episodeOfCare?: object[];
  @ReferenceField('order', () => [ServiceRequest], { to: 'ServiceRequest', list: true }) basedOn?: object[];
  @RecordField('visit', () => [EncounterParticipant]) participant?: EncounterParticipant[];
  @ReferenceField('visit', () => [Appointment], { to: 'Appointment', list: true }) appointment?: object[];
  @RecordField('visit', () => Period) period?: Period;
  @RecordField('visit', () => Quantity) length?: Quantity;
  @RecordField('visit-reason', () => [CodeableConcept]) reasonCode?: CodeableConcept[];
  @RecordField('visit-reason', () => [ClinicalReference]) reasonReference?: object[];
  @RecordField('visit-reason', () => [EncounterDiagnosis]) diagnosis?: EncounterDiagnosis[];
  @RecordField('visit', () => EncounterHospitalization) hospitalization?: EncounterHospitalization;
  @RecordField('visit', () => [EncounterLocation]) location?: EncounterLocation[];
  @ReferenceField('visit', () => Organization, { to: 'Organization' }) serviceProvider?: object;
  @ReferenceField('visit', () => Encounter, { to: 'Encounter' }) partOf?: object;
}
