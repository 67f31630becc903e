/** A mistake is marked `entered-in-error`; nothing is deleted, and what it said stays in its history. */
import { type ClassType, Field, InputType } from 'type-graphql';
import type { Facet } from '../../../schema/policy/facets.js';
import { coded, text } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { aboutRecord } from '../../shared/writing/mutation.js';
import { AllergyIntolerance } from '../allergy-intolerance/allergy-intolerance.type.js';
import { CarePlan } from '../care-plan/care-plan.type.js';
import { Condition } from '../condition/condition.type.js';
import { DiagnosticReport } from '../diagnostic-report/diagnostic-report.type.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Goal } from '../goal/goal.type.js';
import { Immunization } from '../immunization/immunization.type.js';
import { MedicationDispense } from '../medication-dispense/medication-dispense.type.js';
import { MedicationRequest } from '../medication-request/medication-request.type.js';
import { MedicationStatement } from '../medication-statement/medication-statement.type.js';
import { Observation } from '../observation/observation.type.js';
import { Procedure } from '../procedure/procedure.type.js';
import { ServiceRequest } from '../service-request/service-request.type.js';

@InputType({ description: 'Why a record is a mistake.' })
class RetractionInput {
  @Field(() => String, { description: 'In words: it becomes the reason of the version.' }) mistake!: string;
}

const STATUS: ExactObject = { status: 'entered-in-error' };
const LIFECYCLE: ExactObject = { lifecycleStatus: 'entered-in-error' };
/** FHIR con-5 and ait-2: a mistake has no clinical status. */
const verification = (system: string): ExactObject => ({
  clinicalStatus: undefined,
  verificationStatus: coded(`http://terminology.hl7.org/CodeSystem/${system}`, 'entered-in-error'),
});

const RETRACTABLE: readonly (readonly [ClassType, Facet, ExactObject])[] = [
  [Encounter, 'visit', STATUS],
  [Condition, 'diagnosis', verification('condition-ver-status')],
  [Observation, 'measurement', STATUS],
  [DiagnosticReport, 'measurement', STATUS],
  [MedicationRequest, 'medication', STATUS],
  [MedicationStatement, 'medication', STATUS],
  [MedicationDispense, 'medication', STATUS],
  [AllergyIntolerance, 'allergy', verification('allergyintolerance-verification')],
  [Immunization, 'immunization', STATUS],
  [Procedure, 'procedure', STATUS],
  [ServiceRequest, 'order', STATUS],
  [CarePlan, 'care-plan', STATUS],
  [Goal, 'care-plan', LIFECYCLE],
];

export const retractions = RETRACTABLE.map(([record, facet, elements]) =>
  aboutRecord<RetractionInput>({
    name: `retract${record.name}`,
    facet,
    record,
    input: RetractionInput,
    description: 'Marks a record as a mistake (entered-in-error). It is not changed any more.',
    reason: ({ mistake }) => mistake,
    prepare(desk, stored, { mistake }) {
      text(mistake, 'input.mistake');
      return Promise.resolve({ patient: stored.patient, versions: [desk.change(stored, elements)] });
    },
  }),
);
