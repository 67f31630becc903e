/** References between clinical records: what a reason, an order or a piece of evidence points at. */
import type { ClassType } from 'type-graphql';
import type { Facet } from '../../../schema/policy/facets.js';
import { type FhirObject, idOf, stringOf } from '../../shared/fhir-json.js';
import { ComputedField, join, type PlainResolver } from '../../shared/plain-resolvers.js';
import { Element, PartType } from '../../shared/record-field.js';
import { displayOf } from '../../shared/reference-type.js';
import { AllergyIntolerance } from '../allergy-intolerance/allergy-intolerance.type.js';
import { CarePlan } from '../care-plan/care-plan.type.js';
import { CareTeam } from '../care-team/care-team.type.js';
import { Condition } from '../condition/condition.type.js';
import { Device } from '../device/device.type.js';
import { DiagnosticReport } from '../diagnostic-report/diagnostic-report.type.js';
import { DocumentReference } from '../document-reference/document-reference.type.js';
import { Encounter } from '../encounter/encounter.type.js';
import { FamilyMemberHistory } from '../family-member-history/family-member-history.type.js';
import { Goal } from '../goal/goal.type.js';
import { ImagingStudy } from '../imaging-study/imaging-study.type.js';
import { Immunization } from '../immunization/immunization.type.js';
import { Medication } from '../medication/medication.type.js';
import { MedicationAdministration } from '../medication-administration/medication-administration.type.js';
import { MedicationDispense } from '../medication-dispense/medication-dispense.type.js';
import { MedicationRequest } from '../medication-request/medication-request.type.js';
import { MedicationStatement } from '../medication-statement/medication-statement.type.js';
import { Observation } from '../observation/observation.type.js';
import { Procedure } from '../procedure/procedure.type.js';
import { ServiceRequest } from '../service-request/service-request.type.js';

const follow =
  (type: string): PlainResolver =>
  (source: FhirObject, _args, context, info) => {
    const id = idOf(stringOf(source['reference']) ?? '', type);
    return id === null ? null : join(id, type, context, info);
  };

/** The record behind the reference, where it is of this type; with the facet by which the record's list is seen. */
function Followed(facet: Facet, type: () => ClassType, kind: string) {
  return ComputedField(facet, type, follow(kind), { needs: ['reference'] });
}

@PartType('A pointer to a clinical record (FHIR Reference). Follow it by the field named after the type of the record.')
export class ClinicalReference {
  @Element(() => String, { description: '`Type/id`.' }) reference?: string;
  @Element(() => String) type?: string;
  @ComputedField('element', () => String, displayOf, { needs: ['reference', 'type', 'display'] }) display?: string;
  @Followed('allergy', () => AllergyIntolerance, 'AllergyIntolerance') allergyIntolerance?: object;
  @Followed('care-plan', () => CarePlan, 'CarePlan') carePlan?: object;
  @Followed('care-plan', () => CareTeam, 'CareTeam') careTeam?: object;
  @Followed('diagnosis', () => Condition, 'Condition') condition?: object;
  @Followed('device', () => Device, 'Device') device?: object;
  @Followed('measurement', () => DiagnosticReport, 'DiagnosticReport') diagnosticReport?: object;
  @Followed('narrative', () => DocumentReference, 'DocumentReference') documentReference?: object;
  @Followed('visit', () => Encounter, 'Encounter') encounter?: object;
  @Followed('family-history', () => FamilyMemberHistory, 'FamilyMemberHistory') familyMemberHistory?: object;
  @Followed('care-plan', () => Goal, 'Goal') goal?: object;
  @Followed('imaging', () => ImagingStudy, 'ImagingStudy') imagingStudy?: object;
  @Followed('immunization', () => Immunization, 'Immunization') immunization?: object;
  @Followed('medication', () => Medication, 'Medication') medication?: object;
  @Followed('medication', () => MedicationAdministration, 'MedicationAdministration') medicationAdministration?: object;
  @Followed('medication', () => MedicationDispense, 'MedicationDispense') medicationDispense?: object;
  @Followed('medication', () => MedicationRequest, 'MedicationRequest') medicationRequest?: object;
  @Followed('medication', () => MedicationStatement, 'MedicationStatement') medicationStatement?: object;
  @Followed('measurement', () => Observation, 'Observation') observation?: object;
  @Followed('procedure', () => Procedure, 'Procedure') procedure?: object;
  @Followed('order', () => ServiceRequest, 'ServiceRequest') serviceRequest?: object;
}
