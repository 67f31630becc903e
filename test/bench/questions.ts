/** The two questions that are measured. */

/** How many observations the full chart shows at most. */
export const OBSERVATIONS = 100;

/** A clinician's full chart: three subgraphs, the names of people and places, claims. */
export const CHART = chartWith(OBSERVATIONS);

/** The same with as many observations. */
export function chartWith(observations: number): string {
  return `query Chart($id: ID!) {
  patient(id: $id) {
    id
    name { text family given }
    gender
    birthDate
    appointments(first: 10) { nodes { id status start description participant { status actor { display } } } }
    conditions(first: 20) { nodes { id code { text } clinicalStatus { coding { code } } onsetDateTime } }
    allergyIntolerances(first: 10) { nodes { id code { text } criticality } }
    observations(first: ${observations}) {
      nodes {
        id status code { text coding { system code } } effectiveDateTime
        valueQuantity { value unit } valueCodeableConcept { text }
        component { code { text } valueQuantity { value unit } }
      }
    }
    encounters(first: 20) {
      nodes {
        id status class { code } type { text } period { start end }
        serviceProvider { name }
        participant { individual { practitioner { name { text } } } }
        location { location { name } }
      }
    }
    procedures(first: 10) { nodes { id status code { text } performedPeriod { start } } }
    immunizations(first: 10) { nodes { id vaccineCode { text } occurrenceDateTime } }
    medicationRequests(first: 10) {
      nodes { id status medicationCodeableConcept { text } authoredOn requester { practitioner { name { text } } } }
    }
    diagnosticReports(first: 10) { nodes { id status code { text } effectiveDateTime } }
    claims(first: 20) {
      nodes {
        id status billablePeriod { start end } insurer { name }
        item { sequence productOrService { text } net { value currency } }
        total { value currency }
      }
    }
    coverages(first: 5) { nodes { id status subscriberId payor { name } } }
  }
}`;
}

/** An insurer's page of its members' claims. */
export const CLAIMS = `query Claims($after: String) {
  claims(first: 50, after: $after) {
    nodes {
      id status use created billablePeriod { start end }
      patient { id birthDate name { text family given } }
      provider { organization { name } }
      item { sequence servicedDate net { value currency } }
      total { value currency }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** All that an insurer's portal shows of a member. */
export const MEMBER = `query Member($id: ID!) {
  patient(id: $id) {
    id
    displayName
    birthDate
    coverages(first: 5) { nodes { id status subscriberId payor { name } } }
    claims(first: 20) {
      totalCount
      nodes {
        id status serviceCategory billablePeriod { start end } insurer { name }
        item { sequence net { value currency } }
        total { value currency }
      }
    }
    costSummary(by: YEAR) { year claims paid { value } patientResponsibility { value } }
    conditionCategories { category claims }
  }
}`;
