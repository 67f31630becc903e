import type { SubgraphDefinition } from '../shared/subgraph.js';
import { allergyIntoleranceMutations } from './allergy-intolerance/allergy-intolerance.mutations.js';
import { allergyIntoleranceResolvers } from './allergy-intolerance/allergy-intolerance.resolver.js';
import { AllergyIntolerance } from './allergy-intolerance/allergy-intolerance.type.js';
import { CareDueResolver } from './care-due/care-due.resolver.js';
import { carePlanMutations } from './care-plan/care-plan.mutations.js';
import { carePlanResolvers } from './care-plan/care-plan.resolver.js';
import { CarePlan } from './care-plan/care-plan.type.js';
import { careTeamResolvers } from './care-team/care-team.resolver.js';
import { CareTeam } from './care-team/care-team.type.js';
import { conditionMutations } from './condition/condition.mutations.js';
import { conditionResolvers } from './condition/condition.resolver.js';
import { Condition } from './condition/condition.type.js';
import { deviceResolvers } from './device/device.resolver.js';
import { Device } from './device/device.type.js';
import { diagnosticReportResolvers } from './diagnostic-report/diagnostic-report.resolver.js';
import { DiagnosticReport } from './diagnostic-report/diagnostic-report.type.js';
import { documentReferenceResolvers } from './document-reference/document-reference.resolver.js';
import { DocumentReference } from './document-reference/document-reference.type.js';
import { noteMutations } from './document-reference/note.mutations.js';
import { encounterMutations } from './encounter/encounter.mutations.js';
import { encounterResolvers } from './encounter/encounter.resolver.js';
import { Encounter } from './encounter/encounter.type.js';
import { familyMemberHistoryResolvers } from './family-member-history/family-member-history.resolver.js';
import { FamilyMemberHistory } from './family-member-history/family-member-history.type.js';
import { goalMutations } from './goal/goal.mutations.js';
import { goalResolvers } from './goal/goal.resolver.js';
import { Goal } from './goal/goal.type.js';
import { imagingStudyResolvers } from './imaging-study/imaging-study.resolver.js';
import { ImagingStudy } from './imaging-study/imaging-study.type.js';
import { immunizationMutations } from './immunization/immunization.mutations.js';
import { immunizationResolvers } from './immunization/immunization.resolver.js';
import { Immunization } from './immunization/immunization.type.js';
import { measureReportResolvers } from './measure-report/measure-report.resolver.js';
import { MeasureReport } from './measure-report/measure-report.type.js';
import { Medication } from './medication/medication.type.js';
import { medicationAdministrationResolvers } from './medication-administration/medication-administration.resolver.js';
import { MedicationAdministration } from './medication-administration/medication-administration.type.js';
import { medicationDispenseMutations } from './medication-dispense/medication-dispense.mutations.js';
import { medicationDispenseResolvers } from './medication-dispense/medication-dispense.resolver.js';
import { MedicationDispense } from './medication-dispense/medication-dispense.type.js';
import { medicationMutations } from './medication-request/medication.mutations.js';
import { medicationRequestResolvers } from './medication-request/medication-request.resolver.js';
import { MedicationRequest } from './medication-request/medication-request.type.js';
import { medicationStatementResolvers } from './medication-statement/medication-statement.resolver.js';
import { MedicationStatement } from './medication-statement/medication-statement.type.js';
import { observationMutations } from './observation/observation.mutations.js';
import { observationResolvers } from './observation/observation.resolver.js';
import { Observation } from './observation/observation.type.js';
import { retractions } from './parts/retractions.js';
import { Patient } from './patient/patient.type.js';
import { procedureMutations } from './procedure/procedure.mutations.js';
import { procedureResolvers } from './procedure/procedure.resolver.js';
import { Procedure } from './procedure/procedure.type.js';
import { SearchResolver } from './search/search.resolver.js';
import { orderMutations } from './service-request/order.mutations.js';
import { serviceRequestResolvers } from './service-request/service-request.resolver.js';
import { ServiceRequest } from './service-request/service-request.type.js';
import { SummaryResolver } from './summary/summary.resolver.js';
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
    ...encounterMutations,
    ...conditionMutations,
    ...allergyIntoleranceMutations,
    ...carePlanMutations,
    ...noteMutations,
    ...goalMutations,
    ...immunizationMutations,
    ...medicationMutations,
    ...medicationDispenseMutations,
    ...observationMutations,
    ...procedureMutations,
    ...orderMutations,
    ...retractions,
    TrendResolver,
    SearchResolver,
    SummaryResolver,
    CareDueResolver,
  ],
};
