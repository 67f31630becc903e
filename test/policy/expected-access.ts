/**
 * Who reads and who changes which kind of information, as a person reviewed it, with the reason. roles.ts grants by role;
 * this is the same decision seen from the information, written independently, so that one cannot follow the other's slip.
 */
import type { Facet } from '../../schema/policy/facets.js';
import type { Role } from '../../schema/policy/viewer.js';
import { expectedFacet } from './expected-facets.js';

const PERSONAL = 'clinician registrar biller insurer patient auditor';
const CARE = 'clinician patient';

/** The roles that read each kind; nobody else. */
const READERS: Readonly<Record<string, string>> = {
  // Ids are joined by whoever sees a record at all. Population roles see no record.
  key: PERSONAL,
  element: `${PERSONAL} agency analyst`,

  // Who somebody is: whoever deals with the person. Auditors review by id.
  identity: 'clinician registrar biller insurer patient',
  // Numbers of a person are not needed to bill or to pay (45 CFR 164.502(b)).
  'person-number': 'clinician registrar patient',
  contact: 'clinician registrar patient',
  demographics: 'clinician registrar patient',
  directory: PERSONAL,
  scheduling: 'clinician registrar patient',
  consent: 'clinician patient auditor',

  // The chart: those who treat, and the person (45 CFR 164.506(c)(2), 164.524).
  visit: CARE,
  'visit-reason': CARE,
  diagnosis: CARE,
  measurement: CARE,
  medication: CARE,
  procedure: CARE,
  allergy: CARE,
  immunization: CARE,
  imaging: CARE,
  'care-plan': CARE,
  order: CARE,
  device: CARE,
  'family-history': CARE,
  narrative: CARE,

  // Payment. A clinician gets payers' claims without remittance (42 CFR 422.121); an insurer pays by claim, not by code.
  coverage: 'clinician registrar biller insurer patient',
  claim: 'clinician biller insurer patient',
  'billed-service': 'clinician biller patient',
  'billed-diagnosis': 'clinician biller patient',
  remittance: 'biller insurer patient',
  'cost-summary': 'insurer patient',
  'condition-category': 'insurer patient',

  // Preventive care and quality: why, for those who treat and the person; whether, for those who pay (164.506(c)(4)).
  'care-due': CARE,
  'quality-evidence': CARE,
  'care-gap': 'insurer patient',
  'quality-outcome': 'insurer patient',

  // Agencies read fixed views; free questions, which may be turned on anybody, are for analysts alone.
  'population-count': 'agency analyst',
  'population-cost': 'agency analyst',
  'population-cohort': 'analyst',
  'saved-cohort': 'analyst',

  // Who looked: the person (164.528) and those who review.
  disclosure: 'auditor',
  // Who wrote what one may read is part of it; a payer needs the bill, not its history.
  provenance: 'clinician registrar biller patient',
  // To hand on what one treats by, or what is one's own (45 CFR 164.506(c), 164.524).
  'whole-record': CARE,
  'access-log': 'patient auditor',
  'break-glass': 'clinician patient auditor',
  'break-glass-review': 'auditor',
};

/** The roles that may change each kind. */
const WRITERS: Readonly<Record<string, string>> = {
  'break-glass': 'clinician',
  'break-glass-review': 'auditor',
  'saved-cohort': 'analyst',
  'whole-record': CARE,
};

/** Arguments that need another facet than that of the fields they look at. */
const ARGUMENTS: Readonly<Record<string, Facet>> = {
  'Patient.careDue(on:)': 'care-due',
  'Patient.careGaps(on:)': 'care-gap',
  'Query.auditEvents(period:)': 'disclosure',
  'Query.auditEvents(patient:)': 'disclosure',
  'Query.auditEvents(organization:)': 'disclosure',
  'Query.auditEvents(role:)': 'disclosure',
  'Query.auditEvents(outcome:)': 'disclosure',
  'Query.auditEvents(breakGlass:)': 'disclosure',
  'Query.auditEvents(subject:)': 'disclosure',
  'Query.accountingOfDisclosures(patient:)': 'disclosure',
  'Query.accountingOfDisclosures(period:)': 'disclosure',
  // What is asked about, and looked at nowhere.
  'Query.explainAccess(role:)': 'disclosure',
  'Query.explainAccess(field:)': 'disclosure',
  'Query.explainAccess(patient:)': 'disclosure',
  'Query.explainAccess(organization:)': 'disclosure',
  'Query.explainAccess(subject:)': 'disclosure',
  'Query.explainAccess(purpose:)': 'disclosure',
  'Query.explainAccess(width:)': 'disclosure',
};

/** Whether a role should read a kind of information. */
export function shouldReadFacet(role: Role, facet: Facet): boolean {
  return (READERS[facet] ?? '').split(' ').includes(role);
}

/**
 * Whether a role should read a field, or use an argument that looks at `touches`. False for what nobody has reviewed.
 * @param coordinate `Type.field` or `Type.field(argument:)`
 */
export function shouldRead(role: Role, coordinate: string, touches: readonly string[] = []): boolean {
  const [type = '', rest = ''] = coordinate.split('.');
  if (!rest.includes('(')) {
    const facet = expectedFacet(type, rest);
    if (facet === null) return false;
    return type === 'Mutation' ? (WRITERS[facet] ?? '').split(' ').includes(role) : shouldReadFacet(role, facet);
  }
  const own = ARGUMENTS[coordinate];
  if (own !== undefined && !shouldReadFacet(role, own)) return false;
  // Only what was reviewed by its name may look at nothing.
  return (touches.length > 0 || own !== undefined) && touches.every((touched) => shouldRead(role, touched));
}
