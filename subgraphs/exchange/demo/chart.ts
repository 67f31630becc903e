import { Agenda } from './agenda.js';
import { Body } from './body.js';
import { type Day, dateOf, instant } from './days.js';
import { coding, type FhirResource, reference } from './fhir.js';
import { age, type Person } from './people.js';
import type { Random } from './random.js';
import type { Diagnosis } from './tables/conditions.js';
import { RECORD_KINDS, type RecordKind, type RecordKindName } from './tables/kinds.js';
import { SENSITIVITY_LABELS, type Sensitivity } from './tables/labels.js';
import { type OrganizationId, PROVIDERS } from './tables/organizations.js';
import type { Visit } from './visits.js';

/** Where a record comes from, which decides its encounter, its source and its labels. */
export interface Origin {
  readonly visit?: Visit;
  readonly organization?: OrganizationId;
  readonly sensitivity?: Sensitivity | undefined;
  /** An id of its own instead of the next number, for records which stories name. */
  readonly id?: string | undefined;
}

/** A diagnosis that stands in the chart, as the organisation recorded it which made it. */
export interface Problem {
  readonly organization: OrganizationId;
  readonly diagnosis: Diagnosis;
  readonly reference: string;
  readonly resource: FhirResource;
}

/** One person's chart while it is being written. */
export class Chart {
  readonly resources: FhirResource[] = [];
  readonly agenda = new Agenda();
  readonly body: Body;
  readonly problems: Problem[] = [];
  /** Done at the next routine visit on or after the day. */
  readonly waiting: { day: Day; task: (visit: Visit) => void }[] = [];
  /** Tobacco smoking status, as asked every other year. */
  smoking: 'never' | 'former' | 'current' = 'never';
  /** Deductible used up, in cents, by coverage and year. */
  readonly deductibles = new Map<string, number>();
  readonly billing: Random;
  readonly #counts = new Map<RecordKindName, number>();

  constructor(
    readonly person: Person,
    readonly random: Random,
    readonly today: Day,
  ) {
    this.body = new Body(random.fork('body'));
    this.billing = random.fork('billing');
  }

  get patient(): string {
    return `Patient/${this.person.id}`;
  }

  get name(): string {
    return `${this.person.given} ${this.person.family}`;
  }

  get end(): Day {
    return this.person.historyEnd;
  }

  age(when: Day): number {
    return age(this.person, when);
  }

  /** Writes a record and returns the resource, whose elements may still be added to. Undefined elements are left out. */
  write(kind: RecordKindName, body: Record<string, unknown>, origin: Origin = {}): FhirResource {
    const { patient, encounter }: RecordKind = RECORD_KINDS[kind];
    const resource: FhirResource = { resourceType: kind, id: origin.id ?? this.#nextId(kind) };
    const meta = metaOf(origin);
    if (meta !== undefined) resource['meta'] = meta;
    if (patient !== null) resource[patient] = reference(this.patient, this.name);
    if (origin.visit !== undefined && encounter !== null) nameEncounter(resource, encounter, origin.visit);
    for (const element in body) {
      const value = body[element];
      if (value !== undefined) resource[element] = value;
    }
    this.resources.push(resource);
    return resource;
  }

  /** As write, and returns `Type/id`. */
  record(kind: RecordKindName, body: Record<string, unknown>, origin: Origin = {}): string {
    const { id } = this.write(kind, body, origin);
    return `${kind}/${id}`;
  }

  /** What that organisation knows of: all that is recorded, but sensitive diagnoses only if it made them itself. */
  problemsKnownTo(organization: OrganizationId): Problem[] {
    return this.problems.filter(
      (problem) => problem.diagnosis.sensitivity === undefined || problem.organization === organization,
    );
  }

  /** Puts off a task to the next routine visit on or after the day. */
  atVisit(day: Day, task: (visit: Visit) => void): void {
    this.waiting.push({ day, task });
  }

  #nextId(kind: RecordKindName): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${this.person.id}-${RECORD_KINDS[kind].prefix}-${String(count).padStart(4, '0')}`;
  }
}

function metaOf(origin: Origin): object | undefined {
  const organization = origin.visit?.organization ?? origin.organization;
  if (organization === undefined) return undefined;
  const provider = PROVIDERS[organization];
  const security = labelsOf(provider.labels, origin.visit?.sensitivity, origin.sensitivity);
  return security === undefined ? { source: provider.web } : { source: provider.web, security };
}

/** Only what the organisation has the habit of labelling; the labels of visit and record together, each once. */
function labelsOf(habit: readonly Sensitivity[], first?: Sensitivity, second?: Sensitivity): object[] | undefined {
  const kinds = [first, second].filter((kind) => kind !== undefined && habit.includes(kind)) as Sensitivity[];
  if (kinds.length === 0) return undefined;
  const labels = kinds.flatMap((kind) => SENSITIVITY_LABELS[kind]);
  return [...new Map(labels.map((label) => [label[1], label])).values()].map(coding);
}

function nameEncounter(resource: FhirResource, element: NonNullable<RecordKind['encounter']>, visit: Visit): void {
  const encounter = reference(visit.reference);
  if (element === 'documentContext') resource['context'] = { encounter: [encounter] };
  else resource[element] = encounter;
}

/** An instant during a visit, in the clock of its organisation. */
export function during(visit: Pick<Visit, 'day' | 'minutes' | 'organization'>, minutesAfterStart = 0): string {
  return instant(visit.day, visit.minutes + minutesAfterStart, PROVIDERS[visit.organization].clock);
}

/** The day of a visit as a date. */
export function dateOfVisit(visit: Visit): string {
  return dateOf(visit.day);
}
