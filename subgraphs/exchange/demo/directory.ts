import type { Day } from './days.js';
import { compact, concept, type FhirResource, reference } from './fhir.js';
import { identifierSystem, practitionerName } from './places.js';
import { schedulesAndFreeSlots } from './schedules.js';
import {
  LOCATIONS,
  type LocationPlan,
  type OrganizationId,
  PAYERS,
  type PayerPlan,
  PROVIDERS,
  type ProviderPlan,
} from './tables/organizations.js';
import { PRACTITIONERS, type PractitionerPlan, SECOND_ROLES, SPECIALTIES } from './tables/practitioners.js';
import { IDENTIFIERS } from './tables/systems.js';

/** Everything that belongs to nobody's chart: organisations, insurers, places, staff, schedules, free slots. */
export function directoryResources(today: Day): FhirResource[] {
  return [
    ...Object.values(PROVIDERS).map(providerOrganization),
    ...Object.values(PAYERS).map(payerOrganization),
    ...LOCATIONS.map(locationOf),
    ...PRACTITIONERS.flatMap((practitioner) => [practitionerOf(practitioner), ...rolesOf(practitioner)]),
    ...schedulesAndFreeSlots(today),
  ];
}

function providerOrganization(plan: ProviderPlan): FhirResource {
  return {
    resourceType: 'Organization',
    id: plan.id,
    identifier: [{ system: IDENTIFIERS.npi, value: plan.npi }],
    active: true,
    type: [concept(['organizationType', 'prov', 'Healthcare Provider'])],
    name: plan.name,
    telecom: [
      { system: 'phone', value: plan.phone, use: 'work' },
      { system: 'url', value: plan.web, use: 'work' },
    ],
    address: [addressOf(plan)],
  };
}

function payerOrganization(plan: PayerPlan): FhirResource {
  return {
    resourceType: 'Organization',
    id: plan.id,
    identifier: [{ system: `${plan.web}/payer`, value: plan.short.toUpperCase() }],
    active: true,
    type: [concept(['organizationType', 'pay', 'Payer'])],
    name: plan.name,
    telecom: [
      { system: 'phone', value: plan.phone, use: 'work' },
      { system: 'url', value: plan.web, use: 'work' },
    ],
  };
}

function locationOf(plan: LocationPlan): FhirResource {
  const provider = PROVIDERS[plan.organization];
  return {
    resourceType: 'Location',
    id: plan.id,
    identifier: [{ system: identifierSystem(plan.organization, 'location'), value: plan.id }],
    status: 'active',
    name: plan.name,
    mode: 'instance',
    type: [concept(['locationType', ...plan.kind])],
    telecom: [{ system: 'phone', value: provider.phone, use: 'work' }],
    address: addressOf(provider),
    managingOrganization: reference(`Organization/${provider.id}`, provider.name),
  };
}

function addressOf({ street, city, state, zip }: ProviderPlan): object {
  return { use: 'work', line: [street], city, state, postalCode: zip, country: 'US' };
}

function practitionerOf(plan: PractitionerPlan): FhirResource {
  const { id, given, family, suffix, gender, npi, organization } = plan;
  const staffNumber = { system: identifierSystem(organization, 'staff'), value: id };
  return {
    resourceType: 'Practitioner',
    id,
    identifier: npi === null ? [staffNumber] : [{ system: IDENTIFIERS.npi, value: npi }, staffNumber],
    active: true,
    name: [{ use: 'official', text: practitionerName(plan), family, given: [given], suffix: [suffix] }],
    telecom: [{ system: 'email', value: `${id}@example.org`, use: 'work' }],
    gender,
  };
}

function rolesOf(plan: PractitionerPlan): FhirResource[] {
  const second = SECOND_ROLES.filter(({ practitioner }) => practitioner === plan.id);
  return [
    roleOf(plan, plan.organization, plan.location, `role-${plan.id}`),
    ...second.map(({ organization, location }) =>
      roleOf(plan, organization, location, `role-${plan.id}-${PROVIDERS[organization].short}`),
    ),
  ];
}

function roleOf(plan: PractitionerPlan, organization: OrganizationId, location: string, id: string): FhirResource {
  const [snomed, display] = SPECIALTIES[plan.specialty];
  return compact({
    resourceType: 'PractitionerRole',
    id,
    active: true,
    practitioner: reference(`Practitioner/${plan.id}`, practitionerName(plan)),
    organization: reference(`Organization/${organization}`, PROVIDERS[organization].name),
    code: [{ text: ROLE_NAMES[plan.suffix] }],
    specialty: [snomed === null ? { text: display } : concept(['snomed', snomed, display])],
    location: [reference(`Location/${location}`, LOCATIONS.find((place) => place.id === location)?.name)],
    telecom: [{ system: 'phone', value: PROVIDERS[organization].phone, use: 'work' }],
  });
}

const ROLE_NAMES: Readonly<Record<PractitionerPlan['suffix'], string>> = {
  MD: 'Physician',
  DO: 'Physician',
  NP: 'Nurse practitioner',
  PsyD: 'Psychotherapist',
  CNM: 'Midwife',
};
