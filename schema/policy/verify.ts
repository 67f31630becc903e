/**
 * What must hold before a policy is built: every field has one facet, every grant names one, every key can be seen
 * where its type can, and no argument or derived field opens what its fields close. Returns all problems together.
 */
import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { FieldPolicy, PolicyCatalogue } from './catalogue.js';
import { fieldCoordinate, isFederationMachinery, isFreeArgument } from './coordinates.js';
import { deriveSources } from './derivations.js';
import { isFacet } from './facets.js';
import type { RoleGrants } from './roles.js';

export interface PolicyInput {
  readonly schemas: Readonly<Record<string, GraphQLSchema>>;
  readonly catalogue: PolicyCatalogue;
  readonly grants: Readonly<Record<string, RoleGrants>>;
  /** Key fields by type, from `@key(fields:)`. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

export function verifyPolicy(input: PolicyInput): string[] {
  return [
    ...input.catalogue.conflicts,
    ...unknownFacets(input),
    ...unknownGrants(input),
    ...fieldsWithoutFacet(input),
    ...hiddenKeys(input),
    ...openArguments(input),
    ...dishonestDerivations(input),
    ...listsOfHiddenRecords(input),
  ];
}

function unknownFacets({ catalogue }: PolicyInput): string[] {
  return [...catalogue.fields, ...catalogue.arguments]
    .filter(([, { facet }]) => !isFacet(facet))
    .map(([coordinate, { facet }]) => `${coordinate}: '${facet}' is not a facet of schema/policy/facets.ts`);
}

function unknownGrants({ grants }: PolicyInput): string[] {
  return Object.entries(grants).flatMap(([role, entry]) =>
    [...entry.grants, ...(entry.writes ?? [])]
      .filter((facet) => !isFacet(facet))
      .map((facet) => `role ${role}: grants '${facet}', which is not a facet of schema/policy/facets.ts`),
  );
}

function fieldsWithoutFacet({ schemas, catalogue }: PolicyInput): string[] {
  const problems: string[] = [];
  for (const [subgraph, schema] of Object.entries(schemas))
    for (const type of Object.values(schema.getTypeMap())) {
      if (isFederationMachinery(type.name) || isInputObjectType(type)) continue;
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const coordinate = fieldCoordinate(type.name, field.name);
        if (type.name === 'Query' && isFederationMachinery(field.name)) continue;
        if (!catalogue.fields.has(coordinate)) problems.push(`${coordinate} (${subgraph}): has no facet`);
        for (const argument of field.args) {
          const at = fieldCoordinate(type.name, field.name, argument.name);
          if (!catalogue.arguments.has(at) && !isFreeArgument(type.name, argument.name))
            problems.push(`${at} (${subgraph}): has no facet and touches no declared field`);
        }
      }
    }
  return problems;
}

/** Roles that read the facet `facet`. */
function readers(input: PolicyInput, facet: string): string[] {
  return Object.keys(input.grants).filter((role) =>
    ((input.grants[role]?.grants ?? []) as readonly string[]).includes(facet),
  );
}

/** A key travels between subgraphs on the viewer's behalf, so it must be visible wherever its type is. */
function hiddenKeys(input: PolicyInput): string[] {
  const problems: string[] = [];
  for (const [type, keys] of input.keys) {
    const facets = [...input.catalogue.fields].filter(([at]) => at.startsWith(`${type}.`)).map(([, p]) => p.facet);
    for (const key of keys) {
      const facet = input.catalogue.fields.get(fieldCoordinate(type, key))?.facet;
      if (!facet) continue;
      const allowed = new Set(readers(input, facet));
      const blind = [...new Set(facets.flatMap((other) => readers(input, other)))].filter(
        (role) => !allowed.has(role) && sees(input, type, role),
      );
      if (blind.length > 0)
        problems.push(
          `${fieldCoordinate(type, key)}: is a @key, but hidden (facet ${facet}) from ${blind.sort().join(', ')} who see ${type}`,
        );
    }
  }
  return problems;
}

/** Whether a role sees any field of the type that is not a mere part of a value. */
function sees(input: PolicyInput, type: string, role: string): boolean {
  const granted: ReadonlySet<string> = new Set(input.grants[role]?.grants);
  return [...input.catalogue.fields].some(
    ([at, { facet }]) => at.startsWith(`${type}.`) && facet !== 'element' && granted.has(facet),
  );
}

function openArguments(input: PolicyInput): string[] {
  return [...input.catalogue.arguments].flatMap(([coordinate, { facet, touches }]) =>
    touches.flatMap((touched) => {
      const target = input.catalogue.fields.get(touched);
      if (!target) return [`${coordinate}: touches ${touched}, which does not exist`];
      const allowed = new Set(readers(input, target.facet));
      const open = readers(input, facet).filter((role) => !allowed.has(role));
      return open.length > 0
        ? [`${coordinate}: open to ${open.sort().join(', ')}, but ${touched} (facet ${target.facet}) is not`]
        : [];
    }),
  );
}

/** What is computed for a role is computed from what it may read, or the policy says in a sentence why not. */
function dishonestDerivations(input: PolicyInput): string[] {
  const { sources, problems } = deriveSources(Object.values(input.schemas), input.catalogue);
  const closed = [...sources].flatMap(([coordinate, named]) => {
    const field = input.catalogue.fields.get(coordinate);
    return field ? named.flatMap((source) => dishonestSource(input, coordinate, field, source)) : [];
  });
  return [...problems, ...closed, ...unreasonedSummaries(input)];
}

function dishonestSource(input: PolicyInput, coordinate: string, field: FieldPolicy, source: string): string[] {
  const target = input.catalogue.fields.get(source);
  if (!target) return [`${coordinate}: is computed from ${source}, which does not exist`];
  if (field.summarises !== null) return [];
  const allowed = new Set(readers(input, target.facet));
  const open = readers(input, field.facet).filter((role) => !allowed.has(role));
  return open.length > 0
    ? [`${coordinate}: computed from ${source} (facet ${target.facet}), which ${open.sort().join(', ')} may not read`]
    : [];
}

/** A privacy officer signs the reason: a word is none. */
function unreasonedSummaries({ catalogue }: PolicyInput): string[] {
  return [...catalogue.fields]
    .filter(([, { summarises }]) => summarises !== null && !/^[A-Z].{20,}\.$/s.test(summarises))
    .map(
      ([coordinate]) => `${coordinate}: summarises, but does not say in a sentence how it tells less than its sources`,
    );
}

/** A list tells how many records of a kind there are, so who may read it must be able to see something of the kind. */
function listsOfHiddenRecords(input: PolicyInput): string[] {
  return [...input.catalogue.fields].flatMap(([coordinate, { facet, records }]) => {
    return (records ?? []).flatMap((kind) => {
      const shown = readersOfKind(input, kind);
      if (shown.length === 0) return [`${coordinate}: shows records of ${kind}, which has no field`];
      const blind = readers(input, facet).filter((role) => !shown.includes(role));
      return blind.length > 0
        ? [`${coordinate}: counts records of ${kind}, of which ${blind.sort().join(', ')} may read no field`]
        : [];
    });
  });
}

/** Roles that read something of a kind besides keys and parts of values. */
function readersOfKind(input: PolicyInput, kind: string): string[] {
  return [...input.catalogue.fields]
    .filter(([at, { facet }]) => at.startsWith(`${kind}.`) && facet !== 'key' && facet !== 'element')
    .flatMap(([, { facet }]) => readers(input, facet));
}
