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
      'break-glass',
      'whole-record',
    ],
    writes: ['break-glass', 'whole-record'],
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
    ],
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
      'break-glass',
      'whole-record',
    ],
    writes: ['whole-record'],
  },
  auditor: {
    title: 'Auditor',
    purpose: 'Reviews the trail, disclosures and consents; nothing clinical.',
    grants: [...STRUCTURE, 'directory', 'consent', 'disclosure', 'access-log', 'break-glass', 'break-glass-review'],
    writes: ['break-glass-review'],
  },
};
