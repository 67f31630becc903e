/**
 * What each field is computed from. The stored paths that a field needs are followed through the schema to the fields
 * that show them; what a field asks the store for, it must name. Nothing is believed that does not lead to a coordinate.
 */
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import type { Coordinate, FieldPolicy, PolicyCatalogue } from './catalogue.js';
import { fieldCoordinate } from './coordinates.js';

export interface Derivations {
  /** Sources of every field that has any: those it names, and those its stored paths lead to. */
  readonly sources: ReadonlyMap<Coordinate, readonly Coordinate[]>;
  /** Fields whose sources nobody can tell. */
  readonly problems: readonly string[];
}

interface Walk {
  readonly schemas: readonly GraphQLSchema[];
  readonly catalogue: PolicyCatalogue;
  readonly field: Coordinate;
  readonly policy: FieldPolicy;
  readonly found: Set<Coordinate>;
  readonly problems: string[];
}

export function deriveSources(schemas: readonly GraphQLSchema[], catalogue: PolicyCatalogue): Derivations {
  const sources = new Map<Coordinate, readonly Coordinate[]>();
  const problems: string[] = [];
  for (const [field, policy] of catalogue.fields) {
    const found = new Set<Coordinate>(policy.sources);
    const walk: Walk = { schemas, catalogue, field, policy, found, problems };
    const [type = ''] = field.split('.');
    for (const path of policy.needs ?? []) followPath(walk, type, path);
    if (policy.asksStore && !policy.records?.length && found.size === 0)
      problems.push(`${field}: asks the store, but names neither its sources nor the records it shows`);
    if (found.size > 0) sources.set(field, [...found].sort());
  }
  return { sources, problems };
}

/** Adds every field that a stored path leads through, and where it ends at a part of a record, all fields of the part. */
function followPath(walk: Walk, holder: string, path: string): void {
  const steps = path.split('.');
  let type = holder;
  for (const [depth, step] of steps.entries()) {
    const at = fieldCoordinate(type, step);
    // Its own element, of which it shows what it shows: nothing else is read.
    if (at === walk.field) return;
    const shown = walk.catalogue.fields.get(at);
    if (!shown) {
      addOwner(walk, type, step, path, depth === 0);
      return;
    }
    addSource(walk, at, shown, depth === 0);
    // A field that is computed itself answers for what it is computed from.
    if (isComputed(shown)) return;
    const inner = partBehind(walk, type, step);
    if (!inner) return;
    if (depth === steps.length - 1) addWhole(walk, inner, new Set());
    type = inner.name;
  }
}

/** Elements of values (the system of a code) are open wherever the value is: naming them would only make long lists. */
function addSource(walk: Walk, at: Coordinate, { facet }: FieldPolicy, always: boolean): void {
  if (always || facet !== 'element') walk.found.add(at);
}

function isComputed({ needs, asksStore }: FieldPolicy): boolean {
  return needs !== undefined || asksStore === true;
}

/** The field that stands for an element which no field shows under its own name. */
function addOwner(walk: Walk, type: string, step: string, path: string, own: boolean): void {
  if (own && walk.policy.owns?.some((owned) => owned === step || path === owned || path.startsWith(`${owned}.`)))
    return;
  const owner = ownerOf(walk, type, step);
  if (owner) walk.found.add(owner);
  else
    walk.problems.push(
      `${walk.field}: is computed from the stored path '${path}', but no field shows ${type}.${step}: name its source, or say that the field owns it`,
    );
}

function ownerOf({ catalogue, field }: Walk, type: string, step: string): Coordinate | undefined {
  return [...catalogue.fields].find(
    ([at, { owns }]) =>
      at !== field && at.startsWith(`${type}.`) && owns?.some((owned) => owned.split('.')[0] === step),
  )?.[0];
}

/** The type of a stored field where it is a part of the record; none for scalars and for records of their own. */
function partBehind({ schemas }: Walk, type: string, field: string): GraphQLObjectType | null {
  for (const schema of schemas) {
    const holder = schema.getType(type);
    const found = isObjectType(holder) ? holder.getFields()[field] : undefined;
    if (!found) continue;
    const inner = getNamedType(found.type);
    return isObjectType(inner) && !isEntity(inner) ? inner : null;
  }
  return null;
}

function isEntity(type: GraphQLObjectType): boolean {
  return type.astNode?.directives?.some(({ name }) => name.value === 'key') ?? false;
}

function addWhole(walk: Walk, type: GraphQLObjectType, seen: Set<string>): void {
  if (seen.has(type.name)) return;
  seen.add(type.name);
  for (const name of Object.keys(type.getFields())) {
    const at = fieldCoordinate(type.name, name);
    const shown = walk.catalogue.fields.get(at);
    if (!shown || isComputed(shown)) continue;
    addSource(walk, at, shown, false);
    const inner = partBehind(walk, type.name, name);
    if (inner) addWhole(walk, inner, seen);
  }
}
