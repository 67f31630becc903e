/**
 * Wall 1. The view of a role: the subgraphs' SDL without what the role's grants leave out, composed anew. What is not
 * granted is not hidden in the view but absent from it: fields, arguments, types and whole subgraphs.
 */
import { composeServices } from '@theguild/federation-composition';
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { fieldCoordinate, isFreeArgument } from '../policy/coordinates.js';
import type { Policy } from '../policy/decide.js';
import type { Role } from '../policy/viewer.js';

export type SubgraphDocuments = Readonly<Record<string, DocumentNode>>;

export interface RoleView {
  readonly supergraph: string;
  /** The schema as the role sees it. */
  readonly sdl: string;
  /** The subgraphs the view needs. */
  readonly subgraphs: readonly string[];
}

/** Thrown when a role's view does not compose: the policy takes away something the rest stands on. */
export class ViewError extends Error {}

export function composeView(name: string, documents: SubgraphDocuments): RoleView {
  const services = Object.entries(documents).map(([subgraph, typeDefs]) => ({
    name: subgraph,
    typeDefs,
    url: `http://${subgraph}.invalid/graphql`,
  }));
  const composed = composeServices(services);
  if (composed.supergraphSdl === undefined || composed.publicSdl === undefined) {
    const problems = (composed.errors ?? []).map((error) => error.message).join('\n  ');
    throw new ViewError(`the view of ${name} does not compose:\n  ${problems}`);
  }
  return { supergraph: composed.supergraphSdl, sdl: composed.publicSdl, subgraphs: Object.keys(documents) };
}

/** The subgraphs' SDL as far as a role may read it. */
export function filterForRole(documents: SubgraphDocuments, role: Role, policy: Policy): SubgraphDocuments {
  // Root types go by their usual names; a schema definition would name a Query which a view may not have.
  let filtered = mapDocuments(documents, (definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? null : granted(definition, role, policy),
  );
  for (let before = -1; before !== size(filtered); ) {
    before = size(filtered);
    filtered = withoutDeadEnds(filtered);
    filtered = withoutIdleExternals(filtered);
    filtered = withoutBareKeys(filtered, policy);
    filtered = reachable(filtered);
  }
  return Object.fromEntries(Object.entries(filtered).filter(([, document]) => document.definitions.some(isObjectType)));
}

function mapDocuments(
  documents: SubgraphDocuments,
  change: (definition: DefinitionNode, subgraph: string) => DefinitionNode | null,
): SubgraphDocuments {
  return Object.fromEntries(
    Object.entries(documents).map(([subgraph, document]) => [
      subgraph,
      { ...document, definitions: document.definitions.flatMap((definition) => change(definition, subgraph) ?? []) },
    ]),
  );
}

function size(documents: SubgraphDocuments): number {
  return Object.values(documents)
    .flatMap((document) => document.definitions)
    .reduce((sum, definition) => sum + 1 + (isObjectType(definition) ? (definition.fields?.length ?? 0) : 0), 0);
}

function isObjectType(definition: DefinitionNode): definition is ObjectTypeDefinitionNode {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION;
}

function granted(definition: DefinitionNode, role: Role, policy: Policy): DefinitionNode {
  if (!isObjectType(definition)) return definition;
  const type = definition.name.value;
  const mayUse = (field: string, argument: string) =>
    isFreeArgument(type, argument) || policy.mayRead(role, fieldCoordinate(type, field, argument));
  const fields = (definition.fields ?? [])
    .filter((field) => policy.mayRead(role, fieldCoordinate(type, field.name.value)))
    .map((field) => ({
      ...field,
      arguments: (field.arguments ?? []).filter(({ name }) => mayUse(field.name.value, name.value)),
    }));
  return { ...definition, fields };
}

/** Types without fields go, and fields that lead to no type. */
function withoutDeadEnds(documents: SubgraphDocuments): SubgraphDocuments {
  const empty = (definition: DefinitionNode) => isObjectType(definition) && (definition.fields ?? []).length === 0;
  const lost = new Map(
    Object.entries(documents).map(([subgraph, document]) => [
      subgraph,
      new Set(
        document.definitions
          .filter(isObjectType)
          .filter(empty)
          .map(({ name }) => name.value),
      ),
    ]),
  );
  return mapDocuments(documents, (definition, subgraph) => {
    if (empty(definition)) return null;
    if (!isObjectType(definition)) return definition;
    const gone = lost.get(subgraph) ?? new Set<string>();
    return { ...definition, fields: (definition.fields ?? []).filter(({ type }) => !gone.has(namedType(type))) };
  });
}

/** Fields of another subgraph that nothing left here is computed from: composition refuses them. */
function withoutIdleExternals(documents: SubgraphDocuments): SubgraphDocuments {
  return mapDocuments(documents, (definition) => {
    if (!isObjectType(definition)) return definition;
    const fields = definition.fields ?? [];
    const required = new Set(fields.flatMap(requiredBy));
    const isIdle = (field: FieldDefinitionNode) =>
      field.directives?.some(({ name }) => name.value === 'external') === true && !required.has(field.name.value);
    return fields.some(isIdle) ? { ...definition, fields: fields.filter((field) => !isIdle(field)) } : definition;
  });
}

/** The fields named in a field's `@requires`. */
function requiredBy(field: FieldDefinitionNode): string[] {
  return (field.directives ?? [])
    .filter(({ name }) => name.value === 'requires')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.STRING ? value.value.split(/\s+/) : []));
}

/**
 * An entity of which a subgraph shows a role nothing but keys is reduced to its `id`, and leaves the subgraph when
 * nothing there refers to it: so the insurer's view has no clinical subgraph at all.
 */
function withoutBareKeys(documents: SubgraphDocuments, policy: Policy): SubgraphDocuments {
  const facetOf = (type: string, field: string) => policy.catalogue.fields.get(fieldCoordinate(type, field))?.facet;
  return mapDocuments(documents, (definition, subgraph) => {
    if (!isObjectType(definition) || !definition.directives?.some(({ name }) => name.value === 'key'))
      return definition;
    const type = definition.name.value;
    const fields = definition.fields ?? [];
    if (!fields.every((field) => facetOf(type, field.name.value) === 'key')) return definition;
    const keys = fields.filter((field) => field.name.value === 'id');
    const document = documents[subgraph];
    return document && refersTo(document, type) ? { ...definition, fields: keys } : null;
  });
}

function refersTo(document: DocumentNode, type: string): boolean {
  return document.definitions.some(
    (definition) =>
      isObjectType(definition) &&
      definition.name.value !== type &&
      (definition.fields ?? []).some((field) => namedType(field.type) === type),
  );
}

/** What cannot be reached from the entry points of any subgraph goes. */
function reachable(documents: SubgraphDocuments): SubgraphDocuments {
  const edges = new Map<string, Set<string>>();
  for (const document of Object.values(documents))
    for (const definition of document.definitions) for (const [from, to] of edgesOf(definition)) add(edges, from, to);
  const seen = new Set(['Query', 'Mutation']);
  const queue = [...seen];
  for (let type = queue.pop(); type !== undefined; type = queue.pop())
    for (const next of edges.get(type) ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
  return mapDocuments(documents, (definition) =>
    'name' in definition && definition.name && isTypeDefinition(definition) && !seen.has(definition.name.value)
      ? null
      : definition,
  );
}

function isTypeDefinition(definition: DefinitionNode): boolean {
  return definition.kind.endsWith('TypeDefinition');
}

function edgesOf(definition: DefinitionNode): [string, string][] {
  if (isObjectType(definition) || definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
    return (definition.fields ?? []).flatMap((field) => [
      [definition.name.value, namedType(field.type)] as [string, string],
      ...(field.arguments ?? []).map(({ type }) => [definition.name.value, namedType(type)] as [string, string]),
    ]);
  if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
    return (definition.fields ?? []).map(({ type }) => [definition.name.value, namedType(type)]);
  if (definition.kind === Kind.UNION_TYPE_DEFINITION)
    return (definition.types ?? []).map(({ name }) => [definition.name.value, name.value]);
  return [];
}

function add(edges: Map<string, Set<string>>, from: string, to: string): void {
  edges.set(from, (edges.get(from) ?? new Set()).add(to));
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
