/** What a filled record must say for its world to hold together: who pays, what took place, what is over. */
import type { Resource } from '../support/world.js';
import { type Chapter, idIn } from './population.js';
import type { Told } from './visible.js';

type Settle = (resource: Resource, told: Told, chapter: Chapter) => Readonly<Record<string, unknown>>;

const organization = (id: string) => ({ reference: `Organization/${id}` });
const payerOf = ({ payer }: Told) => (payer === null ? {} : { insurer: organization(payer) });

/** A bill of a person who pays themselves names no insurance. */
const bill: Settle = (resource, told) => ({
  status: 'active',
  use: 'claim',
  provider: organization(told.house),
  facility: undefined,
  insurer: undefined,
  insurance: told.payer === null ? undefined : resource['insurance'],
  ...payerOf(told),
});

/** Everything about the visit is denied to one organisation. */
const restriction = (deniedTo: string, chapter: Chapter) => ({
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  policyRule: undefined,
  verification: undefined,
  provision: {
    type: 'deny',
    actor: [{ role: { coding: [{ code: 'IRCP' }] }, reference: organization(deniedTo) }],
    data: [{ meaning: 'dependents', reference: { reference: `Encounter/${idIn('Encounter', chapter)}` } }],
  },
});

const SETTLED: Readonly<Record<string, Settle>> = {
  Encounter: () => ({ status: 'finished' }),
  Procedure: () => ({ status: 'completed' }),
  Immunization: () => ({ status: 'completed' }),
  CareTeam: () => ({ status: 'active' }),
  Appointment: () => ({ status: 'booked' }),
  Claim: bill,
  ExplanationOfBenefit: bill,
  Coverage: (_, { payer }) => ({ status: 'active', payor: payer === null ? [] : [organization(payer)] }),
  Consent: (_, { deniedTo }, chapter) => (deniedTo ? restriction(deniedTo, chapter) : { status: 'inactive' }),
  // Emergencies long over: an open one would open the record.
  BreakGlass: (_, { author, house }) => ({
    subject: author,
    organization: organization(house),
    opened: '2022-01-01T10:00:00.000Z',
    until: '2022-01-01T11:00:00.000Z',
  }),
  Patient: (_, { house }, { patient }) => ({
    managingOrganization: organization(house),
    gender: patient < 'c' ? 'female' : 'male',
  }),
};

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
/** Kinds that belong to the person bear no label of a visit. */
const PERSONAL: ReadonlySet<string> = new Set(['Patient', 'RelatedPerson', 'Coverage', 'Consent', 'BreakGlass']);

/** The record as its world needs it. */
export function settled(resource: Resource, told: Told, chapter: Chapter): Resource {
  const made: Resource = { ...resource, ...SETTLED[resource.resourceType]?.(resource, told, chapter) };
  const meta = made['meta'] as Record<string, unknown> | undefined;
  const labelled = told.label !== undefined && !PERSONAL.has(told.kind);
  const security = labelled ? [{ system: ACT_CODE, code: told.label }] : undefined;
  if (meta || labelled) made['meta'] = { ...meta, security };
  return made;
}
