/** The decision: may this role read this coordinate, or call this mutation? Pure, closed by default, computed once for each role. */
import { type Coordinate, catalogue, type PolicyCatalogue } from './catalogue.js';
import { MUTATION } from './coordinates.js';
import { ROLE_GRANTS, type RoleGrants } from './roles.js';
import type { Role } from './viewer.js';

export interface Policy {
  /** False for whatever is not declared or not granted. A field of `Mutation` needs a grant to write its facet. */
  mayRead(role: Role, coordinate: Coordinate): boolean;
  readonly catalogue: PolicyCatalogue;
}

export function createPolicy(
  source: PolicyCatalogue = catalogue,
  grants: Readonly<Record<Role, RoleGrants>> = ROLE_GRANTS,
): Policy {
  const readable = new Map<Role, Set<Coordinate>>();
  let counted = -1;
  // Classes may load after the first question: the sets follow the catalogue's size.
  const refresh = () => {
    const size = source.fields.size + source.arguments.size;
    if (size === counted) return;
    counted = size;
    for (const role of Object.keys(grants) as Role[]) readable.set(role, coordinatesOf(role, source, grants));
  };
  return {
    catalogue: source,
    mayRead(role, coordinate) {
      refresh();
      return readable.get(role)?.has(coordinate) ?? false;
    },
  };
}

function coordinatesOf(
  role: Role,
  source: PolicyCatalogue,
  grants: Readonly<Record<Role, RoleGrants>>,
): Set<Coordinate> {
  const readable = new Set<string>(grants[role].grants);
  const writable = new Set<string>(grants[role].writes ?? []);
  const coordinates = new Set<Coordinate>();
  for (const entries of [source.fields, source.arguments])
    for (const [coordinate, { facet }] of entries) {
      const granted = coordinate.startsWith(`${MUTATION}.`) ? writable : readable;
      if (granted.has(facet)) coordinates.add(coordinate);
    }
  return coordinates;
}

/** A policy that refuses nothing: takes a wall away, in tests and benchmarks only. */
export const openPolicy = (source: PolicyCatalogue = catalogue): Policy => ({ mayRead: () => true, catalogue: source });
