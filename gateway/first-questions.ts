/** One question to try for each role: printed at the start, run by a test over demo data. */
import type { Role } from '../schema/policy/viewer.js';

export interface FirstQuestion {
  /** What the role wants to know, in a few words. */
  readonly asks: string;
  /** On one line and without a single quote, as it is printed within a shell command. Holds for any record, not only for demo data. */
  readonly query: string;
}

function question(asks: string, query: string): FirstQuestion {
  return { asks, query: query.replace(/\s+/g, ' ').trim() };
}

export const FIRST_QUESTIONS: Readonly<Record<Role, FirstQuestion>> = {
  clinician: question(
    'charts of patients in care: problems, results, weight over the years, the last visit and what was billed',
    `{
      patients(first: 2) {
        totalCount
        nodes {
          displayName birthDate
          conditions(first: 3) { nodes { code { text } onsetDateTime } }
          observations(first: 3, category: "laboratory") {
            nodes { code { text } effectiveDateTime valueQuantity { value unit } }
          }
          trend(code: "http://loinc.org|29463-7", every: YEAR) { unit points { start mean } }
          medicationRequests(first: 2, status: "active") { nodes { medicationCodeableConcept { text } } }
          encounters(first: 1) { nodes { period { start } serviceProvider { name } } }
          claims(first: 1) { nodes { total { value currency } } }
        }
      }
    }`,
  ),
  registrar: question(
    'the next appointments, and how people are insured',
    `{
      appointments(first: 5, status: "booked") {
        totalCount
        nodes { start patient { displayName } participant { actor { practitioner { displayName } } } }
      }
      patients(first: 2) {
        nodes { displayName birthDate coverages(first: 1) { nodes { subscriberId payor { name } } } }
      }
    }`,
  ),
  biller: question(
    'the latest claims of the organisation with their codes, and what came of them',
    `{
      claims(first: 3) {
        totalCount
        nodes {
          status billablePeriod { start } total { value currency }
          diagnosis { diagnosisCodeableConcept { text } }
          item { productOrService { text } net { value } }
          explanationOfBenefits(first: 1) { nodes { outcome payment { amount { value } } } }
        }
      }
    }`,
  ),
  insurer: question(
    'what care cost over the years, and members with claims and broad categories: nothing clinical',
    `{
      costSummary(by: YEAR) { year claims billed { value } paid { value currency } }
      utilization(by: SERVICE_CATEGORY) { serviceCategory members visits }
      patients(first: 2) {
        totalCount
        nodes {
          displayName
          claims(first: 2) { nodes { serviceCategory billablePeriod { start } total { value currency } } }
          conditionCategories { category claims }
        }
      }
    }`,
  ),
  agency: question(
    'how common conditions are, in all and by sex: small numbers are suppressed',
    `{
      all: conditionCounts { category people suppressed }
      bySex: conditionCounts(by: SEX) { category sex people suppressed }
    }`,
  ),
  analyst: question(
    'how diabetes and its like spread over ages, and breathing troubles over the years',
    `{
      byAge: conditionCounts(category: ENDOCRINE_METABOLIC, by: AGE_BAND) { ageBand people suppressed }
      byYear: conditionCounts(category: RESPIRATORY, by: YEAR) { year people suppressed }
    }`,
  ),
  patient: question(
    'my own record, what it cost me, and who looked at it',
    `{
      patients {
        nodes {
          displayName
          conditions(first: 5) { nodes { code { text } onsetDateTime } }
          allergyIntolerances { nodes { code { text } } }
          appointments(first: 2, status: "booked") { nodes { start } }
          costSummary(by: YEAR) { year patientResponsibility { value currency } }
          accessLog(first: 5) { nodes { recorded agent { role organization { name } } entity { kind count } } }
        }
      }
    }`,
  ),
  auditor: question(
    'who was shown what of whom, and what patients permitted',
    `{
      auditEvents(first: 5) {
        nodes { recorded agent { who role organization { name } } entity { kind count patient { id } } }
      }
      consents(first: 3) { nodes { status dateTime patient { id } provision { type } } }
    }`,
  ),
};
