import { asList, isObject } from '../../shared/fhir-json.js';
import type { FhirResource } from '../normalise/fhir-resource.js';

export type OtherVersion = 'DSTU2' | 'STU3' | 'DSTU2 or STU3' | 'R5';

/** What a resource tells of the FHIR version it was written in. */
export interface VersionSigns {
  /** Another version than R4, which it cannot belong to R4 for. */
  readonly other: OtherVersion | null;
  /** Something that R4 brought. */
  readonly r4: boolean;
}

/** Resource types which R4 does not know. Sources: the resource lists of DSTU2, STU3, R4 and R5. */
const TYPES: Readonly<Record<string, OtherVersion>> = Object.fromEntries([
  ...named(
    'Conformance DiagnosticOrder DeviceUseRequest ImagingObjectSelection MedicationOrder Order OrderResponse',
    'DSTU2',
  ),
  ...named('ExpansionProfile ImagingManifest Sequence ServiceDefinition', 'STU3'),
  ...named(
    'BodySite DataElement DeviceComponent EligibilityRequest EligibilityResponse ProcedureRequest ProcessRequest ' +
      'ProcessResponse ReferralRequest',
    'DSTU2 or STU3',
  ),
  ...named(
    'ActorDefinition AdministrableProductDefinition ArtifactAssessment BiologicallyDerivedProductDispense Citation ' +
      'ClinicalUseDefinition ConditionDefinition DeviceAssociation DeviceDispense DeviceUsage EncounterHistory ' +
      'EvidenceReport FormularyItem GenomicStudy ImagingSelection Ingredient InventoryItem InventoryReport ' +
      'ManufacturedItemDefinition MedicinalProductDefinition NutritionIntake NutritionProduct ' +
      'PackagedProductDefinition Permission RegulatedAuthorization RequestOrchestration Requirements ' +
      'SubscriptionStatus SubscriptionTopic SubstanceDefinition TestPlan Transport',
    'R5',
  ),
]);

type Shape = 'any' | 'string' | 'object' | 'array';

/**
 * Elements, as type.element or type.element.element, which R4 does not have, or not in that shape. Each was looked up
 * in the difference tables of R4 ("R3 Diff") and STU3 ("DSTU2 Diff"). Only what R4 cannot mean stands here.
 */
const ELEMENTS: readonly (readonly [path: string, shape: Shape, version: OtherVersion])[] = [
  ['Patient.animal', 'any', 'DSTU2 or STU3'],
  ['Patient.careProvider', 'any', 'DSTU2'],
  ['Patient.name.family', 'array', 'DSTU2'],
  ['Practitioner.name', 'object', 'DSTU2'],
  ['Practitioner.practitionerRole', 'any', 'DSTU2'],
  ['RelatedPerson.name', 'object', 'DSTU2'],
  ['RelatedPerson.relationship', 'object', 'DSTU2 or STU3'],
  ['Encounter.class', 'string', 'DSTU2'],
  ['Encounter.class', 'array', 'R5'],
  ['Encounter.actualPeriod', 'any', 'R5'],
  ['Encounter.incomingReferral', 'any', 'DSTU2 or STU3'],
  ['Condition.clinicalStatus', 'string', 'DSTU2 or STU3'],
  ['Condition.verificationStatus', 'string', 'DSTU2 or STU3'],
  ['Condition.patient', 'any', 'DSTU2'],
  ['Condition.dateRecorded', 'any', 'DSTU2'],
  ['Condition.assertedDate', 'any', 'STU3'],
  ['Condition.context', 'any', 'STU3'],
  ['AllergyIntolerance.clinicalStatus', 'string', 'STU3'],
  ['AllergyIntolerance.verificationStatus', 'string', 'STU3'],
  ['AllergyIntolerance.substance', 'any', 'DSTU2'],
  ['AllergyIntolerance.assertedDate', 'any', 'STU3'],
  ['Observation.comments', 'any', 'DSTU2'],
  ['Observation.comment', 'any', 'STU3'],
  ['Observation.related', 'any', 'DSTU2 or STU3'],
  ['Observation.context', 'any', 'STU3'],
  ['Procedure.notPerformed', 'any', 'DSTU2'],
  ['Procedure.notDone', 'any', 'STU3'],
  ['Procedure.context', 'any', 'STU3'],
  ['Immunization.wasNotGiven', 'any', 'DSTU2'],
  ['Immunization.reported', 'any', 'DSTU2'],
  ['Immunization.notGiven', 'any', 'STU3'],
  ['Immunization.date', 'any', 'DSTU2 or STU3'],
  ['Immunization.explanation', 'any', 'DSTU2 or STU3'],
  ['MedicationRequest.context', 'any', 'STU3'],
  ['MedicationRequest.requester.agent', 'any', 'STU3'],
  ['MedicationRequest.medication', 'object', 'R5'],
  ['MedicationStatement.taken', 'any', 'STU3'],
  ['MedicationStatement.wasNotTaken', 'any', 'DSTU2'],
  ['MedicationDispense.notDone', 'any', 'STU3'],
  ['MedicationAdministration.wasNotGiven', 'any', 'DSTU2'],
  ['MedicationAdministration.notGiven', 'any', 'STU3'],
  ['MedicationAdministration.prescription', 'any', 'DSTU2 or STU3'],
  ['DiagnosticReport.context', 'any', 'STU3'],
  ['DiagnosticReport.performer', 'object', 'DSTU2'],
  ['DiagnosticReport.performer.actor', 'any', 'STU3'],
  ['DiagnosticReport.codedDiagnosis', 'any', 'DSTU2 or STU3'],
  ['DocumentReference.indexed', 'any', 'DSTU2 or STU3'],
  ['DocumentReference.created', 'any', 'DSTU2 or STU3'],
  ['CarePlan.context', 'any', 'DSTU2 or STU3'],
  ['CarePlan.participant', 'any', 'DSTU2'],
  ['CareTeam.context', 'any', 'STU3'],
  ['Goal.status', 'any', 'DSTU2 or STU3'],
  ['Goal.description', 'string', 'DSTU2'],
  ['ImagingStudy.uid', 'any', 'DSTU2 or STU3'],
  ['ImagingStudy.accession', 'any', 'DSTU2 or STU3'],
  ['ImagingStudy.patient', 'any', 'DSTU2 or STU3'],
  ['FamilyMemberHistory.notDone', 'any', 'STU3'],
  ['Consent.except', 'any', 'STU3'],
  ['Consent.consentingParty', 'any', 'STU3'],
  ['Appointment.reason', 'any', 'DSTU2 or STU3'],
  ['Appointment.incomingReferral', 'any', 'STU3'],
  ['Schedule.type', 'any', 'DSTU2'],
  ['Slot.freeBusyType', 'any', 'DSTU2'],
  ['Device.udi', 'any', 'DSTU2 or STU3'],
  ['Claim.organization', 'any', 'DSTU2 or STU3'],
  ['Claim.information', 'any', 'STU3'],
  ['Claim.employmentImpacted', 'any', 'STU3'],
  ['Claim.hospitalization', 'any', 'STU3'],
  ['Claim.total.system', 'any', 'STU3'],
  ['ExplanationOfBenefit.organization', 'any', 'DSTU2 or STU3'],
  ['ExplanationOfBenefit.totalCost', 'any', 'STU3'],
  ['ExplanationOfBenefit.totalBenefit', 'any', 'STU3'],
  ['ExplanationOfBenefit.information', 'any', 'STU3'],
  ['Coverage.issuer', 'any', 'DSTU2'],
  ['Coverage.bin', 'any', 'DSTU2'],
  ['Coverage.grouping', 'any', 'STU3'],
  ['Provenance.agent.whoReference', 'any', 'STU3'],
  ['Provenance.agent.actor', 'any', 'DSTU2'],
  ['Questionnaire.group', 'any', 'DSTU2'],
  ['QuestionnaireResponse.group', 'any', 'DSTU2'],
];

interface ElementSign {
  readonly steps: readonly string[];
  readonly shape: Shape;
  readonly version: OtherVersion;
}

const SIGNS_OF = groupByType();

/** The versions other than R4 which know a resource type that R4 does not know; null for any other name. */
export function versionOfType(resourceType: string): OtherVersion | null {
  return Object.hasOwn(TYPES, resourceType) ? (TYPES[resourceType] ?? null) : null;
}

/**
 * Looks for signs that a resource was written in another version than R4: its type, `fhirVersion`, the profiles it
 * claims, and elements that R4 does not have. A resource without any may still be an old one, see its neighbours.
 */
export function versionSigns(resource: FhirResource, text: string): VersionSigns {
  const other = versionOfType(resource.resourceType) ?? statedVersion(resource) ?? elementVersion(resource);
  // R4 moved the code systems of HL7 to this host; before, they were below http://hl7.org/fhir/.
  return { other, r4: other === null && text.includes('"http://terminology.hl7.org/CodeSystem/') };
}

function statedVersion(resource: FhirResource): OtherVersion | null {
  const numbers = asList(resource['fhirVersion']).map(String);
  const stated = numbers.some((number) => number.startsWith('4.')) ? [] : numbers.map(versionOfNumber);
  const profiles = isObject(resource['meta']) ? asList(resource['meta']['profile']) : [];
  const claimed = profiles.map((profile) => (typeof profile === 'string' ? versionOfProfile(profile) : null));
  return [...stated, ...claimed].find((version) => version !== null) ?? null;
}

function versionOfNumber(number: string): OtherVersion | null {
  if (/^(0\.[45]|1\.0)(\.|$)/.test(number)) return 'DSTU2';
  if (/^(1\.[1-9]|3\.\d)(\.|$)/.test(number)) return 'STU3';
  return /^[56]\./.test(number) ? 'R5' : null;
}

/** Profiles whose address tells the version: Argonaut and DAF (DSTU2), and FHIR's own with a version in or after it. */
function versionOfProfile(profile: string): OtherVersion | null {
  if (/^http:\/\/(fhir\.org\/guides\/argonaut\/|hl7\.org\/fhir\/StructureDefinition\/daf-)/.test(profile))
    return 'DSTU2';
  if (/^http:\/\/hl7\.org\/fhir\/DSTU2\//.test(profile)) return 'DSTU2';
  if (/^http:\/\/hl7\.org\/fhir\/STU3\//.test(profile)) return 'STU3';
  const version =
    /^http:\/\/hl7\.org\/fhir\/(\d\.\d)\/StructureDefinition\//.exec(profile) ??
    /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/[^/]*\|(\d\.\d)/.exec(profile);
  return version?.[1] === undefined ? null : versionOfNumber(version[1]);
}

function elementVersion(resource: FhirResource): OtherVersion | null {
  const signs = SIGNS_OF.get(resource.resourceType) ?? [];
  return signs.find(({ steps, shape }) => stands(resource, steps, shape))?.version ?? null;
}

function stands(value: unknown, steps: readonly string[], shape: Shape): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return hasShape(value, shape);
  // Lists are looked into on the way; the element itself may be the list that is looked for.
  const owners = Array.isArray(value) ? value : [value];
  return owners.some((owner) => isObject(owner) && Object.hasOwn(owner, step) && stands(owner[step], rest, shape));
}

function hasShape(value: unknown, shape: Shape): boolean {
  if (shape === 'any') return value !== null;
  if (shape === 'array') return Array.isArray(value);
  return shape === 'object' ? isObject(value) : typeof value === 'string';
}

function groupByType(): ReadonlyMap<string, readonly ElementSign[]> {
  const signs = new Map<string, ElementSign[]>();
  for (const [path, shape, version] of ELEMENTS) {
    const [type = '', ...steps] = path.split('.');
    signs.set(type, [...(signs.get(type) ?? []), { steps, shape, version }]);
  }
  return signs;
}

function named(types: string, version: OtherVersion): [string, OtherVersion][] {
  return types.split(' ').map((type) => [type, version]);
}
