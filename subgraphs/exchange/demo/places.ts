import { LOCATIONS, type LocationPlan, type OrganizationId, PAYERS, PROVIDERS } from './tables/organizations.js';
import { PRACTITIONERS, type PractitionerPlan, type Specialty } from './tables/practitioners.js';
import { IDENTIFIERS } from './tables/systems.js';

/** Who sees a person, and where. */
export interface Place {
  readonly organization: OrganizationId;
  readonly practitioner: PractitionerPlan;
  readonly location: LocationPlan;
}

const LOCATION_BY_ID = new Map(LOCATIONS.map((location) => [location.id, location]));

const STAFF = new Map<string, PractitionerPlan[]>();
for (const practitioner of PRACTITIONERS) {
  const key = `${practitioner.organization} ${practitioner.specialty}`;
  STAFF.set(key, [...(STAFF.get(key) ?? []), practitioner]);
}

/**
 * The place for a need among the organisations a person goes to, in their order. Where none of them has that
 * specialty, the first one's primary care sees to it. The same `person` number keeps seeing the same practitioner.
 */
export function placeFor(organizations: readonly OrganizationId[], need: Specialty, person: number): Place {
  for (const specialty of [need, 'primary'] as const) {
    for (const organization of organizations) {
      const staff = STAFF.get(`${organization} ${specialty}`) ?? [];
      const practitioner = staff[person % Math.max(1, staff.length)];
      if (practitioner !== undefined) return placeOf(practitioner);
    }
  }
  throw new RangeError(`no organisation for ${need}`);
}

/** Does one of these organisations have that specialty? */
export function offers(organizations: readonly OrganizationId[], need: Specialty): boolean {
  return organizations.some((organization) => STAFF.has(`${organization} ${need}`));
}

/** The place of a practitioner known by id. */
export function placeOfPractitioner(id: string): Place {
  const practitioner = PRACTITIONERS.find((candidate) => candidate.id === id);
  if (practitioner === undefined) throw new RangeError(`no such practitioner: ${id}`);
  return placeOf(practitioner);
}

function placeOf(practitioner: PractitionerPlan): Place {
  const location = LOCATION_BY_ID.get(practitioner.location);
  if (location === undefined) throw new RangeError(`no such location: ${practitioner.location}`);
  return { organization: practitioner.organization, practitioner, location };
}

export function practitionerName({ given, family, suffix }: PractitionerPlan): string {
  return `${given} ${family}, ${suffix}`;
}

/** System of the identifiers that an organisation gives: medical record numbers, locations, staff. */
export function identifierSystem(organization: OrganizationId, what: 'mrn' | 'location' | 'staff'): string {
  return `${PROVIDERS[organization].web}/${what}`;
}

/** Conditional references (`system|value`) to what the directory holds, by plain reference. */
export const CONDITIONAL_REFERENCES: ReadonlyMap<string, string> = new Map([
  ...PRACTITIONERS.flatMap(({ id, npi }) =>
    npi === null ? [] : [[`Practitioner/${id}`, `Practitioner?identifier=${IDENTIFIERS.npi}|${npi}`] as const],
  ),
  ...LOCATIONS.map(
    ({ id, organization }) =>
      [`Location/${id}`, `Location?identifier=${identifierSystem(organization, 'location')}|${id}`] as const,
  ),
  ...Object.values(PROVIDERS).map(
    ({ id, npi }) => [`Organization/${id}`, `Organization?identifier=${IDENTIFIERS.npi}|${npi}`] as const,
  ),
]);

/** Names and ids of everybody whom the first bundle holds. */
export const demoDirectory = {
  organizations: Object.values(PROVIDERS).map(({ id, name }) => ({ id, name })),
  payers: Object.values(PAYERS).map(({ id, name }) => ({ id, name })),
  practitioners: PRACTITIONERS.map((practitioner) => ({
    id: practitioner.id,
    name: practitionerName(practitioner),
    specialty: practitioner.specialty,
    organization: practitioner.organization,
  })),
  locations: LOCATIONS.map(({ id, name, organization }) => ({ id, name, organization })),
} as const;
