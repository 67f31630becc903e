/** Operations to begin with, for each kind of user, about the people of the demo data. */
import type { IdentityRequest } from '../shared/sign-in.js';

export interface Example {
  readonly title: string;
  readonly as: IdentityRequest;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface ExampleGroup {
  readonly title: string;
  readonly examples: readonly Example[];
}

const TAMARACK = { role: 'clinician', organization: 'tamarack-family-practice' } as const;
const NORTHLIGHT = { role: 'insurer', organization: 'payer-northlight-health-plan' } as const;
const JUNIPER = { role: 'insurer', organization: 'payer-juniper-mutual' } as const;
const ANALYST = { role: 'analyst' } as const;

export const EXAMPLES: readonly ExampleGroup[] = [
  {
    title: 'Clinician frontends',
    examples: [
      {
        title: 'The chart at a glance',
        as: TAMARACK,
        query: `query ChartAtAGlance($patient: ID!) {
  patient(id: $patient) {
    displayName
    birthDate
    conditions(clinicalStatus: "active") { nodes { code { text } onsetDateTime } }
    allergyIntolerances { nodes { code { text } criticality } }
    medicationRequests(status: "active") {
      nodes { medicationCodeableConcept { text } dosageInstruction { text } }
    }
    encounters(first: 3) { nodes { period { start } serviceProvider { name } } }
  }
}`,
        variables: { patient: 'ana-lima' },
      },
      {
        title: 'How a value went over the years',
        as: TAMARACK,
        query: `query Course($patient: ID!, $code: String!) {
  patient(id: $patient) {
    trend(code: $code, every: YEAR) { unit points { start count min mean max last } }
  }
}`,
        variables: { patient: 'ana-lima', code: 'http://loinc.org|4548-4' },
      },
      {
        title: 'Laboratory results, a page at a time',
        as: TAMARACK,
        query: `query Results($patient: ID!, $first: Int, $after: String) {
  patient(id: $patient) {
    observations(category: "laboratory", first: $first, after: $after) {
      totalCount
      nodes {
        code { text }
        effectiveDateTime
        valueQuantity { value unit }
        referenceRange { low { value } high { value } text }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
        variables: { patient: 'ana-lima', first: 5, after: null },
      },
      {
        title: 'Preventive care that is due',
        as: TAMARACK,
        query: `query CareDue($patient: ID!) {
  patient(id: $patient) { displayName careDue { code recommendation status next } }
}`,
        variables: { patient: 'ana-lima' },
      },
    ],
  },
  {
    title: 'Insurer portals',
    examples: [
      {
        title: 'A member: cover, bills and what they came to',
        as: NORTHLIGHT,
        query: `query Member($patient: ID!) {
  patient(id: $patient) {
    displayName
    coverages { nodes { subscriberId period { start end } } }
    claims(first: 5) {
      totalCount
      nodes { billablePeriod { start } serviceCategory total { value currency } }
    }
    costSummary(by: YEAR) { year claims paid { value } patientResponsibility { value } }
    conditionCategories { category claims }
  }
}`,
        variables: { patient: 'ana-lima' },
      },
      {
        title: 'The whole plan by year and kind of service',
        as: NORTHLIGHT,
        query: `query Plan {
  costSummary(by: YEAR) { year claims billed { value } paid { value currency } }
  utilization(by: SERVICE_CATEGORY) { serviceCategory members visits }
}`,
        variables: {},
      },
      {
        title: 'Four years of bills, a page at a time',
        as: JUNIPER,
        query: `query Bills($patient: ID!, $after: String) {
  patient(id: $patient) {
    claims(first: 20, after: $after) {
      totalCount
      nodes { id billablePeriod { start } serviceCategory total { value } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
        variables: { patient: 'esme-thorne', after: null },
      },
    ],
  },
  {
    title: 'Analysts',
    examples: [
      {
        title: 'A cohort by age and sex',
        as: ANALYST,
        query: `query Cohort($where: CohortInput!) {
  cohort(where: $where) {
    size { people suppressed }
    breakdown(by: [AGE_BAND, SEX]) { values people suppressed }
  }
}`,
        variables: { where: { condition: { group: 'HYPERTENSION' } } },
      },
      {
        title: 'Diabetes without a recent HbA1c',
        as: ANALYST,
        query: `query WithoutControl($where: CohortInput!) {
  cohort(where: $where) { size { people suppressed } top(of: MEDICATION_CLASS) { value people } }
}`,
        variables: {
          where: {
            condition: { group: 'DIABETES_TYPE_2' },
            not: { measurement: { code: 'http://loinc.org|4548-4', during: { from: 2025 } } },
          },
        },
      },
      {
        title: 'What services came to, by year',
        as: ANALYST,
        query: `query Spending {
  populationSpending(by: [YEAR, SERVICE_CATEGORY]) { values people mean total suppressed }
}`,
        variables: {},
      },
    ],
  },
];
