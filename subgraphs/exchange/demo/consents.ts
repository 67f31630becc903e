import type { Chart } from './chart.js';
import { type Day, dateOf } from './days.js';
import { type Code, coded, coding, compact, concept, reference } from './fhir.js';
import { type OrganizationId, PAYERS, PROVIDERS } from './tables/organizations.js';

export type ConsentPurpose = 'TREAT' | 'HPAYMT' | 'HOPERAT' | 'HRESCH' | 'PUBHLTH';

const PURPOSES: Readonly<Record<ConsentPurpose, string>> = {
  TREAT: 'treatment',
  HPAYMT: 'healthcare payment',
  HOPERAT: 'healthcare operations',
  HRESCH: 'healthcare research',
  PUBHLTH: 'public health',
};

/** One rule of a consent (FHIR Consent.provision); nested rules are exceptions to the one around them. */
export interface Provision {
  readonly type: 'permit' | 'deny';
  readonly from?: Day;
  readonly to?: Day;
  /** Full references: `Organization/...`, `Practitioner/...`, `RelatedPerson/...`. */
  readonly recipients?: readonly string[];
  readonly purposes?: readonly ConsentPurpose[];
  readonly labels?: readonly Code[];
  readonly kinds?: readonly string[];
  /** References to the records which it is about. */
  readonly records?: readonly string[];
  readonly except?: readonly Provision[];
}

export interface ConsentDetails {
  readonly organization: OrganizationId;
  readonly signed: Day;
  /** `inactive` is withdrawn. */
  readonly status?: 'active' | 'inactive';
  readonly category?: 'sharing' | 'research' | 'substance-use' | 'self-pay';
  readonly provision: Provision;
  readonly id?: string;
}

const CATEGORIES: Readonly<Record<NonNullable<ConsentDetails['category']>, Code>> = {
  sharing: ['loinc', '59284-0', 'Consent to share health records'],
  research: ['loinc', '77602-1', 'Consent to research use of health records'],
  'substance-use': ['loinc', '64292-6', 'Release of information consent'],
  'self-pay': ['loinc', '64292-6', 'Restriction asked for a service paid in full'],
};

/** Writes a consent; `type: deny` at the top means the policy is opt-out, exceptions stand below. */
export function consent(chart: Chart, details: ConsentDetails): string {
  const { organization, provision } = details;
  const optsIn = provision.type === 'permit';
  return chart.record(
    'Consent',
    {
      status: details.status ?? 'active',
      scope: concept(
        details.category === 'research'
          ? ['consentScope', 'research', 'Research']
          : ['consentScope', 'patient-privacy', 'Privacy Consent'],
      ),
      category: [concept(CATEGORIES[details.category ?? 'sharing'])],
      dateTime: dateOf(details.signed),
      performer: [reference(chart.patient, chart.name)],
      organization: [reference(`Organization/${organization}`, PROVIDERS[organization].name)],
      policyRule: concept(optsIn ? ['actCode', 'OPTIN', 'opt-in'] : ['actCode', 'OPTOUT', 'opt-out']),
      provision: provisionBody(provision),
    },
    { organization, id: details.id },
  );
}

function provisionBody(provision: Provision): Record<string, unknown> {
  const { type, from, to, recipients, purposes, labels, kinds, records, except } = provision;
  const period = {
    start: from === undefined ? undefined : dateOf(from),
    end: to === undefined ? undefined : dateOf(to),
  };
  return compact({
    type,
    period: from === undefined && to === undefined ? undefined : compact(period),
    actor: recipients?.map((recipient) => ({
      role: coded(['participation', 'IRCP', 'information recipient']),
      reference: reference(recipient, nameOf(recipient)),
    })),
    action: [coded(['consentAction', 'disclose', 'Disclose'])],
    securityLabel: labels?.map(coding),
    purpose: purposes?.map((purpose) => coding(['actReason', purpose, PURPOSES[purpose]])),
    class: kinds?.map((kind) => coding(['resourceTypes', kind, kind])),
    data: records?.map((record) => ({ meaning: 'dependents', reference: reference(record) })),
    provision: except?.map(provisionBody),
  });
}

function nameOf(recipient: string): string | undefined {
  const id = recipient.slice(recipient.indexOf('/') + 1);
  return [...Object.values(PROVIDERS), ...Object.values(PAYERS)].find((organization) => organization.id === id)?.name;
}
