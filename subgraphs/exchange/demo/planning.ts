import { type Chart, dateOfVisit, during, type Problem } from './chart.js';
import { type Day, dateOf } from './days.js';
import { type Code, coded, compact, concept, reference } from './fhir.js';
import { placeFor, placeOfPractitioner, practitionerName } from './places.js';
import { DIAGNOSES, type DiagnosisName } from './tables/conditions.js';
import { DEVICES, type DeviceKind, type DeviceName } from './tables/devices.js';
import { MEASURES, type MeasureName } from './tables/measures.js';
import { type OrganizationId, PROVIDERS } from './tables/organizations.js';
import type { Specialty } from './tables/practitioners.js';
import type { Visit } from './visits.js';

export interface PlanDetails {
  readonly title: string;
  readonly activities: readonly Code[];
  readonly reason: Problem;
  /** Goal: bring this measure to at most (or at least) a level. */
  readonly goal?: {
    readonly measure: MeasureName;
    readonly atMost?: number;
    readonly atLeast?: number;
    readonly text: string;
  };
  /** Practitioners who work along, by id. */
  readonly team?: readonly string[];
  readonly until?: Day;
}

/** CareTeam, Goal and CarePlan, tied together and to the problem. */
export function planCare(chart: Chart, visit: Visit, details: PlanDetails): string {
  const sensitivity = details.reason.diagnosis.sensitivity;
  const team = details.team === undefined ? undefined : careTeam(chart, visit, details, details.team);
  const goal = details.goal === undefined ? undefined : setGoal(chart, visit, details, details.goal);
  const over = details.until !== undefined && details.until <= chart.end;
  return chart.record(
    'CarePlan',
    {
      status: over ? 'completed' : 'active',
      intent: 'plan',
      category: [coded(['carePlanCategory', 'assess-plan', 'Assessment and Plan of Treatment'])],
      title: details.title,
      period: period(visit, details.until),
      created: during(visit, 20),
      author: reference(`Practitioner/${visit.place.practitioner.id}`, practitionerName(visit.place.practitioner)),
      careTeam: team === undefined ? undefined : [reference(team)],
      addresses: [reference(details.reason.reference, details.reason.diagnosis.display)],
      goal: goal === undefined ? undefined : [reference(goal)],
      activity: details.activities.map((code) => ({
        detail: { code: concept(code), status: over ? 'completed' : 'in-progress' },
      })),
    },
    { visit, sensitivity },
  );
}

function careTeam(chart: Chart, visit: Visit, details: PlanDetails, members: readonly string[]): string {
  const ids = [...new Set([visit.place.practitioner.id, ...members])];
  const over = details.until !== undefined && details.until <= chart.end;
  return chart.record(
    'CareTeam',
    {
      status: over ? 'inactive' : 'active',
      name: `${details.title}: team`,
      period: period(visit, details.until),
      participant: [
        ...ids.map((id) => {
          const { practitioner, organization } = placeOfPractitioner(id);
          return {
            role: [{ text: practitioner.specialty }],
            member: reference(`Practitioner/${id}`, practitionerName(practitioner)),
            onBehalfOf: reference(`Organization/${organization}`, PROVIDERS[organization].name),
          };
        }),
        { role: [{ text: 'patient' }], member: reference(chart.patient, chart.name) },
      ],
      reasonReference: [reference(details.reason.reference)],
      managingOrganization: [reference(`Organization/${visit.organization}`, PROVIDERS[visit.organization].name)],
    },
    { visit, sensitivity: details.reason.diagnosis.sensitivity },
  );
}

function setGoal(chart: Chart, visit: Visit, details: PlanDetails, goal: NonNullable<PlanDetails['goal']>): string {
  const { unit, ucum, loinc, display } = MEASURES[goal.measure];
  const end = (value: number | undefined) =>
    value === undefined ? undefined : { value, unit, system: 'http://unitsofmeasure.org', code: ucum };
  return chart.record(
    'Goal',
    {
      lifecycleStatus: 'active',
      achievementStatus: coded(['goalAchievement', 'in-progress', 'In Progress']),
      description: { text: goal.text },
      startDate: dateOfVisit(visit),
      target: [
        {
          measure: concept(['loinc', loinc, display]),
          detailRange: compact({ low: end(goal.atLeast), high: end(goal.atMost) }),
          dueDate: dateOf(visit.day + 365),
        },
      ],
      expressedBy: reference(chart.patient, chart.name),
      addresses: [reference(details.reason.reference)],
    },
    { organization: visit.organization, sensitivity: details.reason.diagnosis.sensitivity },
  );
}

function period(visit: Visit, until: Day | undefined): object {
  return compact({ start: dateOfVisit(visit), end: until === undefined ? undefined : dateOf(until) });
}

/** A device that somebody has or uses, given to them on that day. */
export function giveDevice(chart: Chart, organization: OrganizationId, day: Day, name: DeviceName): string {
  const { snomed, display, maker }: DeviceKind = DEVICES[name];
  return chart.record(
    'Device',
    {
      status: 'active',
      manufacturer: maker,
      manufactureDate: dateOf(day - 120),
      serialNumber: `SN-${chart.person.number}-${day}`,
      deviceName: [{ name: display, type: 'user-friendly-name' }],
      type: concept(['snomed', snomed, display]),
      owner: reference(`Organization/${organization}`, PROVIDERS[organization].name),
    },
    { organization },
  );
}

export type Relative = 'mother' | 'father' | 'brother' | 'sister';

const RELATIVES: Readonly<Record<Relative, readonly [code: string, sex: 'female' | 'male']>> = {
  mother: ['MTH', 'female'],
  father: ['FTH', 'male'],
  brother: ['BRO', 'male'],
  sister: ['SIS', 'female'],
};

/** What ran in the family. */
export function familyHistory(
  chart: Chart,
  visit: Visit,
  relative: Relative,
  name: DiagnosisName,
  onsetAge: number,
): string {
  const [code, sex] = RELATIVES[relative];
  const { snomed, icd10, display } = DIAGNOSES[name];
  return chart.record(
    'FamilyMemberHistory',
    {
      status: 'completed',
      date: dateOfVisit(visit),
      relationship: concept(['roleCode', code, relative]),
      sex: concept(['snomed', sex === 'female' ? '248152002' : '248153007', sex === 'female' ? 'Female' : 'Male']),
      condition: [
        {
          code: concept(['snomed', snomed, display], ['icd10', icd10, display]),
          onsetAge: { value: onsetAge, unit: 'years', system: 'http://unitsofmeasure.org', code: 'a' },
        },
      ],
    },
    { organization: visit.organization },
  );
}

/** Ids of whom the person sees for these needs, as members of a care team. */
export function colleagues(chart: Chart, ...needs: Specialty[]): string[] {
  return needs.map((need) => placeFor(chart.person.organizations, need, chart.person.number).practitioner.id);
}
