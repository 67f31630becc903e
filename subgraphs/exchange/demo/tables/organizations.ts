import type { Clock } from '../days.js';
import type { Sensitivity } from './labels.js';

export type OrganizationId = 'larkspur-bay-hospital' | 'tamarack-family-practice' | 'copperleaf-health';
export type PayerId = 'payer-juniper-mutual' | 'payer-northlight-health-plan';

/** A provider organisation; each has habits of its own, as the systems of real ones have. */
export interface ProviderPlan {
  readonly id: OrganizationId;
  readonly name: string;
  /** Short form in the ids of what belongs to it. */
  readonly short: string;
  readonly npi: string;
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly phone: string;
  readonly web: string;
  readonly clock: Clock;
  /** What it labels (meta.security); the rest of its sensitive records goes out without a label. */
  readonly labels: readonly Sensitivity[];
}

export const PROVIDERS: Readonly<Record<OrganizationId, ProviderPlan>> = {
  'larkspur-bay-hospital': {
    id: 'larkspur-bay-hospital',
    name: 'Larkspur Bay Hospital',
    short: 'larkspur',
    npi: '9900000018',
    street: '1 Harborlight Way',
    city: 'Larkspur Bay',
    state: 'NH',
    zip: '03059',
    phone: '(603) 555-0110',
    web: 'https://larkspur-bay-hospital.example.org',
    clock: 'utc',
    labels: ['violence'],
  },
  'tamarack-family-practice': {
    id: 'tamarack-family-practice',
    name: 'Tamarack Family Practice',
    short: 'tamarack',
    npi: '9900000026',
    street: '48 Millrace Terrace',
    city: 'Tamarack Falls',
    state: 'NH',
    zip: '03187-4410',
    phone: '(603) 555-0120',
    web: 'https://tamarack-family-practice.example.org',
    clock: 'offset',
    labels: [],
  },
  'copperleaf-health': {
    id: 'copperleaf-health',
    name: 'Copperleaf Health',
    short: 'copperleaf',
    npi: '9900000034',
    street: '260 Vesper Street',
    city: 'Copperleaf',
    state: 'NH',
    zip: '03299',
    phone: '(603) 555-0130',
    web: 'https://copperleaf-health.example.org',
    clock: 'offset-milliseconds',
    labels: ['substance-use', 'mental-health', 'psychotherapy', 'hiv', 'sexual-health', 'violence'],
  },
};

/** An insurer and what its plans pay. Rates are in percent, money in cents. */
export interface PayerPlan {
  readonly id: PayerId;
  readonly name: string;
  readonly short: string;
  readonly phone: string;
  readonly web: string;
  readonly plans: { readonly standard: string; readonly senior: string };
  readonly allowedPercent: number;
  readonly deductible: number;
  readonly copay: number;
  readonly coinsurancePercent: number;
}

export const PAYERS: Readonly<Record<PayerId, PayerPlan>> = {
  'payer-juniper-mutual': {
    id: 'payer-juniper-mutual',
    name: 'Juniper Mutual',
    short: 'juniper',
    phone: '(603) 555-0140',
    web: 'https://juniper-mutual.example.org',
    plans: { standard: 'Juniper Everyday', senior: 'Juniper Evergreen' },
    allowedPercent: 78,
    deductible: 75_000,
    copay: 2_500,
    coinsurancePercent: 20,
  },
  'payer-northlight-health-plan': {
    id: 'payer-northlight-health-plan',
    name: 'Northlight Health Plan',
    short: 'northlight',
    phone: '(603) 555-0150',
    web: 'https://northlight-health-plan.example.org',
    plans: { standard: 'Northlight Compass', senior: 'Northlight Longview' },
    allowedPercent: 71,
    deductible: 120_000,
    copay: 1_500,
    coinsurancePercent: 10,
  },
};

/** A place of care inside an organisation. */
export interface LocationPlan {
  readonly id: string;
  readonly name: string;
  readonly organization: OrganizationId;
  readonly kind: readonly [code: string, display: string];
}

export const LOCATIONS: readonly LocationPlan[] = [
  {
    id: 'larkspur-outpatients',
    name: 'Larkspur Bay Outpatients',
    organization: 'larkspur-bay-hospital',
    kind: ['OF', 'Outpatient facility'],
  },
  {
    id: 'larkspur-emergency',
    name: 'Larkspur Bay Emergency Department',
    organization: 'larkspur-bay-hospital',
    kind: ['ER', 'Emergency room'],
  },
  {
    id: 'larkspur-ward-3',
    name: 'Larkspur Bay Ward 3',
    organization: 'larkspur-bay-hospital',
    kind: ['HU', 'Hospital unit'],
  },
  {
    id: 'larkspur-dialysis',
    name: 'Larkspur Bay Dialysis',
    organization: 'larkspur-bay-hospital',
    kind: ['HD', 'Hemodialysis unit'],
  },
  {
    id: 'tamarack-clinic',
    name: 'Tamarack Main Clinic',
    organization: 'tamarack-family-practice',
    kind: ['FMC', 'Family medicine clinic'],
  },
  {
    id: 'tamarack-quillby',
    name: 'Tamarack Quillby Branch',
    organization: 'tamarack-family-practice',
    kind: ['FMC', 'Family medicine clinic'],
  },
  {
    id: 'copperleaf-clinic',
    name: 'Copperleaf Specialty Clinic',
    organization: 'copperleaf-health',
    kind: ['OF', 'Outpatient facility'],
  },
  {
    id: 'copperleaf-harbor-house',
    name: 'Copperleaf Harbor House',
    organization: 'copperleaf-health',
    kind: ['OF', 'Outpatient facility'],
  },
];
