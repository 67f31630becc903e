/**
 * The kinds of information in the record. A facet says what a field *is*, never who may see it;
 * who may see it stands in roles.ts and nowhere else.
 */
export const FACETS = {
  key: 'Identifies a record inside chartlens: ids, types and paging. Says nothing by itself.',
  element:
    'A part of a value (a code of a concept, the unit of a quantity): seen wherever the field that holds it is seen.',
  identity: 'Who a person is: name, birth date, sex, death.',
  'person-number':
    'Numbers by which institutions and authorities know a person: record numbers, social security, passport.',
  contact: 'How to reach a person: addresses, telephone, languages, related persons.',
  demographics: 'Race, ethnicity, marital status and other traits asked at registration.',
  directory: 'Practitioners, organisations, locations and roles: what a public directory shows.',
  scheduling: 'Appointments, schedules and slots: when, where and with whom, not why.',
  consent: 'What a person permitted or refused.',
  visit: 'That a visit took place: kind, time, place, people.',
  'visit-reason': 'Why a visit or an appointment took place and what was found.',
  diagnosis: 'Conditions and problems.',
  measurement: 'Observations: laboratory, vital signs, surveys, and reports of them.',
  medication: 'Medicines ordered, taken, dispensed and given.',
  procedure: 'What was done.',
  allergy: 'Allergies and intolerances.',
  immunization: 'Vaccinations.',
  imaging: 'Imaging studies.',
  'care-plan': 'Plans, teams and goals of care.',
  order: 'Requests for services.',
  device: 'Devices implanted or in use.',
  'family-history': 'Health of relatives.',
  narrative: 'Free text and documents written for those who treat.',
  coverage: 'Insurance: plan, payer, member, period.',
  claim: 'That a service was billed: by whom, when, which kind, for how much.',
  'billed-service': 'Which service exactly was billed: its code and text.',
  'billed-diagnosis': 'For which diagnosis a service was billed, and the clinical information sent along.',
  remittance: 'What was allowed, paid and left to the patient.',
  'cost-summary': 'Sums and counts of claims by year and category.',
  'condition-category': 'Broad groups of what was billed, without code or date.',
  'care-due': 'Which preventive care is due to a person, and the records that show it.',
  'care-gap': 'Which kinds of preventive services the bills of a member do not show; nothing clinical.',
  'quality-outcome': 'Whether a quality measure counts a member and is met, without the records behind it.',
  'quality-evidence': 'Quality measures of a person: the populations they are in, and the records that decided.',
  'population-count': 'Counts over many people, small cells suppressed.',
  'population-cohort': 'Free questions over the population: who is counted is up to who asks.',
  'population-cost': 'What services came to, over many people.',
  'saved-cohort': 'Descriptions of cohorts kept by analysts: criteria, no people.',
  'whole-record': 'A record as it came, resource by resource, to be handed over.',
  'break-glass': 'That a clinician opened a record in an emergency: who, when, for how long, why.',
  'break-glass-review': 'What the review of an emergency opening found.',
  provenance: 'Who recorded or changed something, when, why and from where; and its earlier versions.',
  disclosure: 'Who was shown what of whom, and why.',
  'access-log': 'Who looked at one’s own record, when and why.',
} as const;

export type Facet = keyof typeof FACETS;

export function isFacet(value: unknown): value is Facet {
  return typeof value === 'string' && Object.hasOwn(FACETS, value);
}
