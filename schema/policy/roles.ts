/**
 * Who may read which kind of information. This is the only place where access is granted:
 * a role's schema, guard, projections, filters, docs and access matrix are all derived from it.
 */
import type { Facet } from './facets.js';
import type { Role } from './viewer.js';

export interface RoleGrants {
  readonly title: string;
  /** What the role is for, in a sentence a privacy officer signs. */
  readonly purpose: string;
  readonly grants: readonly Facet[];
  /** The kinds of information the role may change: it may call the mutations of these facets. None when left out. */
  readonly writes?: readonly Facet[];
}

/** Ids and the parts of values: meaningless without a field that holds them. */
const STRUCTURE = ['key', 'element'] as const satisfies readonly Facet[];

const CHART = [
  'visit',
  'visit-reason',
  'diagnosis',
  'measurement',
  'medication',
  'procedure',
  'allergy',
  'immunization',
  'imaging',
  'care-plan',
  'order',
  'device',
  'family-history',
  'narrative',
  'care-due',
  'quality-evidence',
] as const satisfies readonly Facet[];

export const ROLE_GRANTS: Readonly<Record<Role, RoleGrants>> = {
  clinician: {
    title: 'Clinician',
    purpose: 'Treats patients and reads the whole chart; payer claims without remittance (42 CFR 422.121).',
    grants: [
      ...STRUCTURE,
      ...CHART,
      'identity',
      'person-number',
      'contact',
      'demographics',
      'directory',
      'scheduling',
      'consent',
      'coverage',
      'claim',
      'billed-service',
      'billed-diagnosis',
      'provenance',
      'amendment',
      'break-glass',
      'whole-record',
    ],
    // What those who treat record of it; how it is billed, and who somebody is, is others' to write.
    writes: [
      'break-glass',
      'whole-record',
      'visit',
      'diagnosis',
      'measurement',
      'medication',
      'procedure',
      'allergy',
      'immunization',
      'care-plan',
      'order',
      'narrative',
      'amendment-outcome',
    ],
  },
  registrar: {
    title: 'Registrar',
    purpose: 'Registers patients and books appointments; nothing clinical.',
    grants: [
      ...STRUCTURE,
      'identity',
      'person-number',
      'contact',
      'demographics',
      'directory',
      'scheduling',
      'coverage',
      'provenance',
      'patient-match',
    ],
    // Who somebody is, with all numbers and ways to reach them, and when they come.
    writes: ['identity', 'scheduling'],
  },
  biller: {
    title: 'Biller',
    purpose: 'Bills for the services of one organisation, with the codes a claim needs (45 CFR 164.502(b)).',
    grants: [
      ...STRUCTURE,
      'identity',
      'directory',
      'coverage',
      'claim',
      'billed-service',
      'billed-diagnosis',
      'remittance',
      'provenance',
    ],
    // What was billed; what is paid for it is the payer's word, which reaches the books as it was sent.
    writes: ['claim'],
  },
  insurer: {
    title: 'Insurer',
    purpose:
      'Pays for its members: coverage, claims, remittance and summaries, no clinical detail (45 CFR 164.502(b)).',
    grants: [
      ...STRUCTURE,
      'identity',
      'directory',
      'coverage',
      'claim',
      'remittance',
      'cost-summary',
      'condition-category',
      'care-gap',
      'quality-outcome',
    ],
    // A health plan sends the remittance advice (45 CFR 162.1601): only it says what it allows and pays.
    writes: ['remittance'],
  },
  agency: {
    title: 'Government agency',
    purpose: 'Reads summaries over the population; no person at all.',
    grants: ['element', 'population-count', 'population-cost'],
  },
  analyst: {
    title: 'Analyst',
    purpose: 'Asks ad hoc questions over the population; no person at all.',
    grants: ['element', 'population-count', 'population-cost', 'population-cohort', 'saved-cohort'],
    writes: ['saved-cohort'],
  },
  patient: {
    title: 'Patient',
    purpose: 'Reads their own record and who looked at it (45 CFR 164.524, 164.528).',
    grants: [
      ...STRUCTURE,
      ...CHART,
      'identity',
      'person-number',
      'contact',
      'demographics',
      'directory',
      'scheduling',
      'consent',
      'coverage',
      'claim',
      'billed-service',
      'billed-diagnosis',
      'remittance',
      'cost-summary',
      'condition-category',
      'care-gap',
      'quality-outcome',
      'provenance',
      'access-log',
      'amendment',
      'break-glass',
      'whole-record',
    ],
    // The front desk and those who treat read what a person consents to, or not at all; neither says it for them.
    writes: ['consent', 'amendment', 'whole-record'],
  },
  auditor: {
    title: 'Auditor',
    purpose: 'Reviews the trail, disclosures and consents; nothing clinical.',
    grants: [...STRUCTURE, 'directory', 'consent', 'disclosure', 'access-log', 'break-glass', 'break-glass-review'],
    writes: ['break-glass-review'],
  },
};
