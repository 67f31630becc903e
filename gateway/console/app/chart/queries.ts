/** What the chart asks about a patient, as each of its readers. */

export const CLINICAL_RECORD = `query Chart($patient: ID!) {
  patient(id: $patient) {
    displayName birthDate age gender
    conditions(first: 100) {
      totalCount nodes { code { text } clinicalStatus { coding { code } } onsetDateTime recordedDate }
    }
    allergyIntolerances(first: 50) { totalCount nodes { code { text } criticality } }
    medicationRequests(first: 100) {
      totalCount nodes { medicationCodeableConcept { text } status authoredOn dosageInstruction { text } }
    }
    encounters(first: 100) {
      totalCount
      nodes { type { text } class { code display } period { start } serviceProvider { name } reasonCode { text } }
    }
    procedures(first: 100) { totalCount nodes { code { text } performedDateTime } }
    immunizations(first: 100) { totalCount nodes { vaccineCode { text } occurrenceDateTime } }
    observations(first: 400) {
      totalCount
      nodes {
        code { text } effectiveDateTime valueQuantity { value unit } valueString valueCodeableConcept { text }
        referenceRange { low { value } high { value } }
        component { code { text } valueQuantity { value unit } }
      }
    }
    documentReferences(first: 20) {
      totalCount nodes { type { text } date content { attachment { contentType data } } }
    }
    careDue { code recommendation status next }
    claims(first: 10) {
      totalCount nodes { billablePeriod { start } serviceCategory insurer { name } total { value currency } }
    }
  }
}`;

const COSTS = `costSummary(by: YEAR) {
      year claims billed { value currency } paid { value currency } patientResponsibility { value currency }
    }
    conditionCategories { category claims }`;

export const COSTS_OF = `query Costs($patient: ID!) { patient(id: $patient) { ${COSTS} } }`;

export const MEMBER = `query Member($patient: ID!) {
  patient(id: $patient) {
    displayName birthDate
    coverages { nodes { subscriberId status period { start end } payor { name } } }
    claims(first: 10) {
      totalCount nodes { billablePeriod { start } serviceCategory insurer { name } total { value currency } }
    }
    ${COSTS}
  }
}`;

export const FRONT_OFFICE = `query FrontOffice($patient: ID!) {
  patient(id: $patient) {
    displayName birthDate gender
    telecom { system value }
    address { line city postalCode }
    appointments(first: 20) {
      nodes { start status participant { actor { practitioner { displayName } } } }
    }
    coverages { nodes { subscriberId status period { start end } payor { name } } }
  }
}`;

export const ACCESS_LOG = `query WhoLooked($patient: ID!) {
  patient(id: $patient) {
    displayName
    accessLog(first: 100) {
      totalCount
      nodes {
        recorded breakGlass
        purposeOfEvent { coding { code } }
        agent { role organization { name } }
        entity { kind count }
      }
    }
  }
}`;
