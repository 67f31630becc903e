import type { SubgraphDefinition } from '../shared/subgraph.js';
import { allergyIntoleranceResolvers } from './allergy-intolerance/allergy-intolerance.resolver.js';
import { AllergyIntolerance } from './allergy-intolerance/allergy-intolerance.type.js';
import { CareDueResolver } from './care-due/care-due.resolver.js';
import { carePlanResolvers } from './care-plan/care-plan.resolver.js';
import { CarePlan } from './care-plan/care-plan.type.js';
import { careTeamResolvers } from './care-team/care-team.resolver.js';
import { CareTeam } from './care-team/care-team.type.js';
import { conditionResolvers } from './condition/condition.resolver.js';
import { Condition } from './condition/condition.type.js';
import { deviceResolvers } from './device/device.resolver.js';
import { Device } from './device/device.type.js';
import { diagnosticReportResolvers } from './diagnostic-report/diagnostic-report.resolver.js';
import { DiagnosticReport } from './diagnostic-report/diagnostic-report.type.js';
import { documentReferenceResolvers } from './document-reference/document-reference.resolver.js';
import { DocumentReference } from './document-reference/document-reference.type.js';
import { encounterResolvers } from './encounter/encounter.resolver.js';
import { Encounter } from './encounter/encounter.type.js';
import { familyMemberHistoryResolvers } from './family-member-history/family-member-history.resolver.js';
import { FamilyMemberHistory } from './family-member-history/family-member-history.type.js';
import { goalResolvers } from './goal/goal.resolver.js';
import { Goal } from './goal/goal.type.js';
import { imagingStudyResolvers } from './imaging-study/imaging-study.resolver.js';
import { ImagingStudy } from './imaging-study/imaging-study.type.js';
import { immunizationResolvers } from './immunization/immunization.resolver.js';
import { Immunization } from './immunization/immunization.type.js';
import { measureReportResolvers } from './measure-report/measure-report.resolver.js';
import { MeasureReport } from './measure-report/measure-report.type.js';
import { Medication } from './medication/medication.type.js';
import { medicationAdministrationResolvers } from './medication-administration/medication-administration.resolver.js';
import { MedicationAdministration } from './medication-administration/medication-administration.type.js';
import { medicationDispenseResolvers } from './medication-dispense/medication-dispense.resolver.js';
import { MedicationDispense } from './medication-dispense/medication-dispense.type.js';
import { medicationRequestResolvers } from './medication-request/medication-request.resolver.js';
import { MedicationRequest } from './medication-request/medication-request.type.js';
import { medicationStatementResolvers } from './medication-statement/medication-statement.resolver.js';
import { MedicationStatement } from './medication-statement/medication-statement.type.js';
import { observationResolvers } from './observation/observation.resolver.js';
import { Observation } from './observation/observation.type.js';
import { Patient } from './patient/patient.type.js';
import { procedureResolvers } from './procedure/procedure.resolver.js';
import { Procedure } from './procedure/procedure.type.js';
import { SearchResolver } from './search/search.resolver.js';
import { serviceRequestResolvers } from './service-request/service-request.resolver.js';
import { ServiceRequest } from './service-request/service-request.type.js';
import { TrendResolver } from './trend/trend.resolver.js';

/** The clinical subgraph: what happened to a patient's health. */
export const clinical: SubgraphDefinition = {
  name: 'clinical',
  types: [
    Patient,
    Encounter,
    Observation,
    Medication,
    Condition,
    Procedure,
    MedicationRequest,
    MedicationStatement,
    MedicationDispense,
    MedicationAdministration,
    AllergyIntolerance,
    Immunization,
    DiagnosticReport,
    DocumentReference,
    ImagingStudy,
    CarePlan,
    CareTeam,
    Goal,
    ServiceRequest,
    Device,
    FamilyMemberHistory,
    MeasureReport,
  ],
  resolvers: [
    ...encounterResolvers,
    ...observationResolvers,
    ...conditionResolvers,
    ...procedureResolvers,
    ...medicationRequestResolvers,
    ...medicationStatementResolvers,
    ...medicationDispenseResolvers,
    ...medicationAdministrationResolvers,
    ...allergyIntoleranceResolvers,
    ...immunizationResolvers,
    ...diagnosticReportResolvers,
    ...documentReferenceResolvers,
    ...imagingStudyResolvers,
    ...carePlanResolvers,
    ...careTeamResolvers,
    ...goalResolvers,
    ...serviceRequestResolvers,
    ...deviceResolvers,
    ...familyMemberHistoryResolvers,
    ...measureReportResolvers,
    TrendResolver,
    SearchResolver,
    CareDueResolver,
  ],
};
