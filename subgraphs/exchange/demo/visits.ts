import { type Chart, during, type Problem } from './chart.js';
import type { Charge } from './claim-lines.js';
import { sendBill } from './claims.js';
import { type Day, workday } from './days.js';
import { coded, coding, concept, type FhirResource, reference } from './fhir.js';
import { type Place, placeFor, placeOfPractitioner, practitionerName } from './places.js';
import { type Diagnosis, VISIT_REASONS } from './tables/conditions.js';
import type { Sensitivity } from './tables/labels.js';
import { type OrganizationId, PROVIDERS } from './tables/organizations.js';
import type { Specialty } from './tables/practitioners.js';
import { VISIT_KINDS, type VisitKind, type VisitKindName } from './tables/visit-kinds.js';

/** Who pays for a visit: the plan if there is one, or the person alone because they asked so. */
export type Payment = 'plan' | 'self';

export interface VisitRequest {
  readonly kind: VisitKindName;
  readonly need: Specialty;
  /** Why, for a visit that is not about a problem in the chart. */
  readonly reason?: Diagnosis;
  readonly sensitivity?: Sensitivity;
  readonly payment?: Payment;
  /** A practitioner of one's own choice instead of whom the need leads to. */
  readonly practitioner?: string;
  readonly nights?: number;
  /** Local minutes since midnight, where the hour matters. */
  readonly at?: number;
  /** An id of its own for the encounter and for the claim, for visits which stories name. */
  readonly id?: string;
  readonly claimId?: string;
}

/** A visit while it lasts. */
export interface Visit {
  readonly reference: string;
  readonly resource: FhirResource;
  readonly kind: VisitKind;
  readonly day: Day;
  /** Local minutes since midnight at the start. */
  readonly minutes: number;
  readonly lasts: number;
  readonly organization: OrganizationId;
  readonly place: Place;
  readonly sensitivity: Sensitivity | undefined;
  readonly payment: Payment;
  readonly claimId: string | undefined;
  readonly charges: Charge[];
  /** What was seen to; the first is the main one. */
  readonly problems: Problem[];
  readonly reason: Diagnosis | undefined;
}

/** Holds a visit: opens it, lets happen what happens in it, closes it and sends the bill. */
export function holdVisit(chart: Chart, day: Day, request: VisitRequest, happen: (visit: Visit) => void): Visit {
  const visit = openVisit(chart, day, request);
  happen(visit);
  closeVisit(chart, visit);
  return visit;
}

function openVisit(chart: Chart, day: Day, request: VisitRequest): Visit {
  const opening = openingOf(chart, day, request);
  const { organization, sensitivity } = opening;
  const resource = chart.write('Encounter', encounterBody(chart, opening), {
    organization,
    sensitivity,
    id: request.id,
  });
  return { ...opening, charges: [], problems: [], resource, reference: `Encounter/${resource.id}` };
}

type Opening = Omit<Visit, 'reference' | 'resource' | 'charges' | 'problems'>;

function openingOf(chart: Chart, day: Day, request: VisitRequest): Opening {
  const kind: VisitKind = VISIT_KINDS[request.kind];
  const { organizations, number } = chart.person;
  const place =
    request.practitioner === undefined
      ? placeFor(organizations, request.need, number)
      : placeOfPractitioner(request.practitioner);
  return {
    kind,
    day: kind.institutional ? day : Math.min(workday(day), chart.end),
    minutes: request.at ?? hourOf(chart, kind),
    lasts: kind.minutes * Math.max(1, request.nights ?? 1),
    organization: place.organization,
    place,
    sensitivity: request.sensitivity,
    payment: request.payment ?? 'plan',
    claimId: request.claimId,
    reason: request.reason,
  };
}

/** Institutions are open at any hour, clinics from eight to half past four. */
function hourOf(chart: Chart, { institutional }: VisitKind): number {
  return institutional ? chart.random.integer(30, 1380) : 480 + chart.random.integer(0, 34) * 15;
}

function encounterBody(chart: Chart, visit: Opening): Record<string, unknown> {
  const { place, organization, kind } = visit;
  const provider = PROVIDERS[organization];
  const period = () => ({ start: during(visit), end: during(visit, visit.lasts) });
  return {
    identifier: [{ system: `${provider.web}/visit`, value: `V${visit.day}-${visit.minutes}-${chart.person.number}` }],
    status: 'finished',
    class: coding(kind.encounterClass),
    type: [concept(kind.type)],
    participant: [
      {
        type: [coded(['participation', 'PPRF', 'primary performer'])],
        period: period(),
        individual: reference(`Practitioner/${place.practitioner.id}`, practitionerName(place.practitioner)),
      },
    ],
    period: period(),
    hospitalization:
      kind.encounterClass[1] === 'IMP'
        ? { dischargeDisposition: coded(['dischargeDisposition', 'home', 'Home']) }
        : undefined,
    location: [{ location: reference(`Location/${place.location.id}`, place.location.name), status: 'completed' }],
    serviceProvider: reference(`Organization/${organization}`, provider.name),
  };
}

function closeVisit(chart: Chart, visit: Visit): void {
  const { resource, problems, kind } = visit;
  const reason = visit.reason ?? problems[0]?.diagnosis ?? (kind.preventive ? VISIT_REASONS.checkUp : undefined);
  if (reason !== undefined) {
    resource['reasonCode'] = [
      concept(['snomed', reason.snomed, reason.display], ['icd10', reason.icd10, reason.display]),
    ];
  }
  if (problems.length > 0) {
    resource['diagnosis'] = problems.slice(0, 4).map((problem, index) => ({
      condition: reference(problem.reference, problem.diagnosis.display),
      use: coded([
        'encounterDiagnosisRole',
        index === 0 ? 'billing' : 'CM',
        index === 0 ? 'Billing' : 'Comorbidity diagnosis',
      ]),
      rank: index + 1,
    }));
  }
  sendBill(chart, visit, reason);
}
