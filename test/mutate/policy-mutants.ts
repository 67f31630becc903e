/** Mutants of who reads what: each grant that is not given, given; each facet put in another's place. */
import { catalogue, PolicyCatalogue } from '../../schema/policy/catalogue.js';
import { createPolicy, type Policy } from '../../schema/policy/decide.js';
import { FACETS, type Facet } from '../../schema/policy/facets.js';
import { ROLE_GRANTS, type RoleGrants } from '../../schema/policy/roles.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { differencesFromReview } from '../policy/review.js';
import type { Mutant } from './mutant.js';

const ALL = Object.keys(FACETS) as Facet[];

/** All of them. The catalogue must be loaded. */
export function policyMutants(): Mutant[] {
  return [...grantsAdded(), ...writesAdded(), ...facetsSwapped()];
}

function grantsAdded(): Mutant[] {
  return ROLES.flatMap((role) =>
    ALL.filter((facet) => !ROLE_GRANTS[role].grants.includes(facet) && isUsed(facet)).map((facet) =>
      decided(`${role} is granted ${facet}`, () => createPolicy(catalogue, granting(role, 'grants', facet))),
    ),
  );
}

function writesAdded(): Mutant[] {
  const written = ALL.filter((facet) =>
    [...catalogue.fields].some(([at, field]) => isMutation(at, field.facet, facet)),
  );
  return ROLES.flatMap((role) =>
    written
      .filter((facet) => !ROLE_GRANTS[role].writes?.includes(facet))
      .map((facet) =>
        decided(`${role} may change ${facet}`, () => createPolicy(catalogue, granting(role, 'writes', facet))),
      ),
  );
}

function isMutation(at: string, facet: Facet, wanted: Facet): boolean {
  return at.startsWith('Mutation.') && facet === wanted;
}

/** Whether a field that is read is of this kind: a grant of it would else change nothing. */
function isUsed(facet: Facet): boolean {
  return [...catalogue.fields].some(([at, field]) => field.facet === facet && !at.startsWith('Mutation.'));
}

function granting(role: Role, list: 'grants' | 'writes', facet: Facet): Readonly<Record<Role, RoleGrants>> {
  return { ...ROLE_GRANTS, [role]: { ...ROLE_GRANTS[role], [list]: [...(ROLE_GRANTS[role][list] ?? []), facet] } };
}

/** Of each kind the first and the last field, named as the kind which the next one is. */
function facetsSwapped(): Mutant[] {
  return ALL.flatMap((facet, place) => {
    const fields = [...catalogue.fields].filter(([at, field]) => field.facet === facet && !at.startsWith('Mutation.'));
    const other = nextOfOtherReaders(facet, place);
    const chosen = [...new Set([fields[0]?.[0], fields.at(-1)?.[0]])].filter((at) => at !== undefined);
    return chosen.map((at) => decided(`${at} is ${other}, not ${facet}`, () => createPolicy(swapped(at, other))));
  });
}

function nextOfOtherReaders(facet: Facet, place: number): Facet {
  const readers = (one: Facet) => ROLES.filter((role) => ROLE_GRANTS[role].grants.includes(one)).join();
  const rotated = [...ALL.slice(place + 1), ...ALL.slice(0, place)];
  return rotated.find((candidate) => readers(candidate) !== readers(facet)) ?? facet;
}

function swapped(coordinate: string, facet: Facet): PolicyCatalogue {
  const mutated = new PolicyCatalogue();
  for (const [at, field] of catalogue.fields) mutated.field(at, at === coordinate ? { ...field, facet } : field);
  for (const [at, argument] of catalogue.arguments) mutated.argument(at, argument);
  return mutated;
}

/** Caught where the decision differs from what a person reviewed. */
function decided(name: string, policyOf: () => Policy): Mutant {
  return { name, caught: async () => differencesFromReview(policyOf()).length > 0 };
}
