/** One question to try for each role: printed at the start, told in the README, run by a test. */
import type { Role } from '../schema/policy/viewer.js';

export const FIRST_QUESTIONS: Readonly<Record<Role, { readonly asks: string; readonly query: string }>> = {
  clinician: {
    asks: 'the chart of a patient in care',
    query:
      '{ patients(first: 1) { nodes { name { text } conditions(first: 3) { nodes { code { text } } } observations(first: 3) { nodes { code { text } valueQuantity { value unit } } } claims(first: 2) { nodes { total { value currency } } } } } }',
  },
  registrar: {
    asks: 'who comes when',
    query: '{ appointments(first: 5) { nodes { start status patient { name { text } } } } }',
  },
  biller: {
    asks: 'the claims of the organisation with their codes',
    query: '{ claims(first: 3) { nodes { status total { value } item { productOrService { text } net { value } } } } }',
  },
  insurer: {
    asks: 'a member: claims and cost, nothing clinical',
    query:
      '{ patients(first: 1) { nodes { name { text } claims(first: 2) { nodes { total { value currency } } } costSummary(by: YEAR) { year claims paid { value currency } } conditionCategories { category } } } }',
  },
  agency: {
    asks: 'how common conditions are',
    query: '{ conditionCounts(by: SEX) { category sex people suppressed } }',
  },
  analyst: {
    asks: 'how conditions are spread over ages',
    query: '{ conditionCounts(by: AGE_BAND) { category ageBand people suppressed } }',
  },
  patient: {
    asks: 'my own record, and who looked at it',
    query:
      '{ patients(first: 1) { nodes { name { text } conditions(first: 3) { nodes { code { text } } } accessLog(first: 3) { nodes { recorded } } } } }',
  },
  auditor: { asks: 'who was shown what', query: '{ auditEvents(first: 5) { nodes { recorded } } }' },
};
