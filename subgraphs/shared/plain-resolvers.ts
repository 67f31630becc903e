/**
 * Resolvers that are plain synchronous functions of the stored value. type-graphql would wrap each in a promise and
 * build an instance for each row; these are put into the resolver map as they are.
 */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { Coordinate } from '../../schema/policy/catalogue.js';
import type { Facet } from '../../schema/policy/facets.js';
import type { SubgraphContext } from './context.js';
import { type FhirObject, type FhirValue, idOf, isObject, stringOf } from './fhir-json.js';
import { type FieldType, RecordField, type RecordFieldOptions } from './record-field.js';
import { kindDefinition } from './record-kind.js';
import { selectionOf } from './selection.js';

export type PlainResolver = (
  source: FhirObject,
  args: Readonly<Record<string, unknown>>,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
) => unknown;

const resolvers = new Map<string, PlainResolver>();

export function plainResolvers(): ReadonlyMap<string, PlainResolver> {
  return resolvers;
}

/** Puts a resolver in the place of the one that type-graphql would make of a method. */
export function resolvePlainly(coordinate: Coordinate, resolve: PlainResolver): void {
  resolvers.set(coordinate, resolve);
}

/** A field computed from stored values. `needs` names the stored paths below the holder of the field. */
export function ComputedField(
  facet: Facet,
  type: FieldType,
  resolve: PlainResolver,
  options: RecordFieldOptions & { readonly needs: readonly string[] },
) {
  return (target: object, property: string): void => {
    RecordField(facet, type, options)(target, property);
    resolvers.set(`${target.constructor.name}.${property}`, resolve);
  };
}

/** Where a reference field finds its Reference elements, and the type it joins. */
export interface ReferenceOptions extends RecordFieldOptions {
  /** The element that holds the Reference(s); the property's name when left out. */
  readonly element?: string;
  /** The joined type; the class's name when left out. */
  readonly to: string;
  readonly list?: boolean;
}

/** A FHIR reference as the record it points at: joined by the gateway, or read here where the record lives here. */
export function ReferenceField(facet: Facet, type: FieldType, options: ReferenceOptions) {
  return (target: object, property: string): void => {
    const element = options.element ?? property;
    const inner = {
      ...options,
      needs: [...(options.needs ?? []), `${element}.reference`],
      owns: [element],
    };
    RecordField(facet, type, inner)(target, property);
    resolvers.set(`${target.constructor.name}.${property}`, (source, _args, context, info) =>
      options.list
        ? joinAll(referenceIds(source[element], options.to), options.to, context, info)
        : join(referenceIds(source[element], options.to)[0], options.to, context, info),
    );
  };
}

/** The ids of Reference elements that point at the type. */
function referenceIds(value: FhirValue | undefined, type: string): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((entry) => {
    const reference = isObject(entry) ? stringOf(entry['reference']) : null;
    const id = reference === null ? null : idOf(reference, type);
    return id === null ? [] : [id];
  });
}

export function join(
  id: string | undefined,
  type: string,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
): unknown {
  if (id === undefined) return null;
  if (kindDefinition(type)?.subgraph !== context.subgraph) return { __typename: type, id };
  const objectType = info.schema.getType(type) as GraphQLObjectType;
  return context.store.one(type, id, selectionOf(info, context.policy, context.viewer.role, objectType).paths);
}

/** Records out of reach leave no gap: the list holds those which the viewer may see. */
async function joinAll(
  ids: readonly string[],
  type: string,
  context: SubgraphContext,
  info: GraphQLResolveInfo,
): Promise<unknown[]> {
  const found = await Promise.all(ids.map((id) => join(id, type, context, info)));
  return found.filter((record) => record !== null);
}

/** The patient a record is about. Whoever reaches the record learns the id, as they do across subgraphs. */
export function PatientField(type: FieldType) {
  return (target: object, property: string): void => {
    RecordField('key', type, { needs: [] })(target, property);
    resolvers.set(`${target.constructor.name}.${property}`, (source, _args, context, info) => {
      const id = stringOf(source['patientId']);
      const patient = id === null ? null : join(id, 'Patient', context, info);
      // An auditor reaches consents and no Patient record: they are told whose it is, and nothing of them.
      return patient instanceof Promise ? patient.then((found: unknown) => found ?? { id }) : patient;
    });
  };
}
