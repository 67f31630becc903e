/** Questions to look at through the lens. */
import type { ActingFor } from '../shared/askers.js';

export interface LensQuestion {
  readonly title: string;
  /** Who asks, where it is not who asks by default. */
  readonly actingFor?: ActingFor;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export const LENS_QUESTIONS: readonly LensQuestion[] = [
  {
    title: 'One patient, every kind of information',
    query: `query OnePatient($patient: ID!) {
  patient(id: $patient) {
    displayName
    birthDate
    address { city postalCode }
    conditions(clinicalStatus: "active", first: 3) {
      nodes { code { text } onsetDateTime }
    }
    medicationRequests(status: "active", first: 3) {
      nodes { medicationCodeableConcept { text } }
    }
    coverages { nodes { subscriberId payor { name } } }
    claims(first: 2) {
      totalCount
      nodes {
        serviceCategory
        total { value currency }
        diagnosis { diagnosisCodeableConcept { text } }
      }
    }
    costSummary(by: YEAR) { year paid { value } }
    conditionCategories { category claims }
    accessLog(first: 2) { nodes { recorded agent { role } } }
  }
  conditionCounts(category: ENDOCRINE_METABOLIC) { category people suppressed }
}`,
    variables: { patient: 'ana-lima' },
  },
  {
    title: 'What a claim says to whom',
    query: `query Claims($patient: ID!) {
  patient(id: $patient) {
    displayName
    claims(first: 2) {
      totalCount
      nodes {
        billablePeriod { start }
        serviceCategory
        total { value currency }
        diagnosis { diagnosisCodeableConcept { text } }
        item { productOrService { text } net { value } }
        explanationOfBenefits { nodes { outcome payment { amount { value } } } }
      }
    }
  }
}`,
    variables: { patient: 'ana-lima' },
  },
  {
    title: 'A visit that the patient paid himself',
    actingFor: { insurer: 'payer-juniper-mutual' },
    query: `query PaidHimself($patient: ID!) {
  patient(id: $patient) {
    displayName
    encounters { totalCount }
    observations(category: "laboratory", first: 3) { totalCount nodes { code { text } } }
    claims { totalCount }
    costSummary(by: YEAR) { year claims billed { value } }
  }
}`,
    variables: { patient: 'dario-winter' },
  },
  {
    title: 'A member of another insurer',
    query: `query OtherInsurer($patient: ID!) {
  patient(id: $patient) {
    displayName
    coverages { nodes { payor { name } } }
    claims(first: 1) { totalCount nodes { total { value } } }
    procedures(first: 1) { totalCount nodes { code { text } } }
  }
}`,
    variables: { patient: 'esme-thorne' },
  },
  {
    title: 'How many people, and which',
    query: `{
  patients(first: 3) { totalCount nodes { displayName } }
  conditionCounts(category: CIRCULATORY, by: AGE_BAND) { ageBand people suppressed }
  cohort(where: { condition: { group: HYPERTENSION } }) { size { people suppressed } }
}`,
    variables: {},
  },
  {
    title: 'Who looked, and what was permitted',
    query: `query WhoLooked($patient: ID!) {
  patient(id: $patient) {
    accessLog(first: 3) { totalCount nodes { recorded agent { role organization { name } } entity { kind count } } }
    consents { nodes { status provision { type } } }
  }
  auditEvents(first: 2) { nodes { recorded agent { role } } }
}`,
    variables: { patient: 'ana-lima' },
  },
];
