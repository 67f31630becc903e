/**
 * Which sensitivity labels a role holds, by who wrote the record. Beside roles.ts (which kinds) and row-scopes.ts (which
 * records) this is the third and last place where access is granted. Labels that are not listed are not held.
 */
import { ALL_LABELS, AUTHOR_ONLY, type Label } from './labels.js';
import type { Role } from './viewer.js';

export interface Clearance {
  /** On what the viewer's own organisation wrote, and on what belongs to the person (identity, coverage). */
  readonly own: readonly Label[];
  /** On what other organisations wrote, where no consent says more. */
  readonly others: readonly Label[];
  /** Labels that a patient's consent opens only by naming them; a general permit opens the rest. */
  readonly named: readonly Label[];
  /** Whether the patient's consents bind this role: not the patient themselves, nor who audits. */
  readonly boundByConsent: boolean;
}

const APART: ReadonlySet<Label> = new Set(AUTHOR_ONLY);
/** All but what stays with its author. */
const COMMON = ALL_LABELS.filter((label) => !APART.has(label));

/** 42 CFR 2.31: a consent describes what is to be shared. V and unknown labels are opened likewise. */
const NAMED = ['SUD', 'SUDCN', 'V', 'OTHER'] as const satisfies readonly Label[];

const NOTHING: Clearance = { own: [], others: [], named: [...ALL_LABELS], boundByConsent: true };

export const CLEARANCES: Readonly<Record<Role, Clearance>> = {
  // Others' sensitive records need a consent, also for treatment; Part 2 records one that names them (42 CFR 2.31).
  clinician: { own: COMMON, others: ['R'], named: NAMED, boundByConsent: true },
  registrar: { own: COMMON, others: ['R'], named: NAMED, boundByConsent: true },
  // Billing for one's own services is payment by the organisation that wrote the record (45 CFR 164.506(c)(1)).
  biller: { own: COMMON, others: ['R'], named: NAMED, boundByConsent: true },
  // Payment needs no authorisation (164.506(c)), but Part 2 records need consent for payment too (42 CFR 2.31, 2.33).
  insurer: {
    own: ['R', 'PSY', 'HIV', 'SEX', 'SDV'],
    others: ['R', 'PSY', 'HIV', 'SEX', 'SDV'],
    named: NAMED,
    boundByConsent: true,
  },
  agency: NOTHING,
  analyst: NOTHING,
  // The right of access leaves out psychotherapy notes (45 CFR 164.524(a)(1)(i)).
  patient: { own: COMMON, others: COMMON, named: [], boundByConsent: false },
  auditor: { own: COMMON, others: COMMON, named: [], boundByConsent: false },
};
