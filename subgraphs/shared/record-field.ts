/**
 * The decorator of a stored or computed field: its GraphQL type and its one facet. Everything that depends on who
 * may read the field (views, guard, projection, docs, matrix) is derived from this line and schema/policy/roles.ts.
 */
import 'reflect-metadata';
import { Directive, Field, FieldResolver, ID, Mutation, ObjectType, Query } from 'type-graphql';
import { catalogue } from '../../schema/policy/catalogue.js';
import { fieldCoordinate, MUTATION } from '../../schema/policy/coordinates.js';
import type { Facet } from '../../schema/policy/facets.js';

/** What type-graphql takes as the type of a field: a class, a scalar, or either in a list. */
// biome-ignore lint/complexity/noBannedTypes: type-graphql names GraphQL types by their classes
export type FieldType = () => Function | object | [Function | object];

export interface RecordFieldOptions {
  readonly description?: string;
  readonly nullable?: boolean;
  readonly deprecationReason?: string;
  /** Paths below `content` which the field's resolver needs; the field's own name when left out. */
  readonly needs?: readonly string[];
  /** Coordinates the field is computed from (see FieldPolicy.sources). */
  readonly sources?: readonly string[];
  /** Why the field may be open to roles which may not read its sources: how it tells less, in a sentence. */
  readonly summarises?: string;
  /** Stored elements of the holder which no field shows under their own name, and this one stands for. */
  readonly owns?: readonly string[];
  /** The kinds of record that the field lists, looks up or sums over. */
  readonly records?: readonly string[];
  /** The GraphQL name, when it differs from the property's. */
  readonly name?: string;
  /** Fields of the entity that another subgraph owns and that the resolver needs (ExternalField). */
  readonly requires?: readonly string[];
}

/** Paths below `content` that a coordinate's resolver needs, where they differ from the field's name. */
const needs = new Map<string, readonly string[]>();

export function neededPaths(coordinate: string): readonly string[] | undefined {
  return needs.get(coordinate);
}

/** Fields that ask the store: each stands behind its wall (store-wall.ts). */
const storeFields = new Set<string>();

export function fieldsOfStore(): ReadonlySet<string> {
  return storeFields;
}

/** Declares `Type.field` in the policy catalogue; for fields that a factory adds. */
export function declareField(
  type: string,
  field: string,
  facet: Facet,
  options: RecordFieldOptions = {},
  asksStore = false,
): void {
  const coordinate = fieldCoordinate(type, field);
  catalogue.field(coordinate, {
    facet,
    sources: options.sources ?? [],
    summarises: options.summarises ?? null,
    ...(options.needs && { needs: options.needs }),
    ...(options.owns && { owns: options.owns }),
    ...(options.records !== undefined && { records: options.records }),
    ...(asksStore && { asksStore }),
  });
  if (options.needs) needs.set(coordinate, options.needs);
}

function typeName(target: object): string {
  return (target.constructor as { name: string }).name;
}

/** A field of a record or of a part of one. On a method it is a computed field (see `sources`). */
export function RecordField(facet: Facet, type: FieldType, options: RecordFieldOptions = {}) {
  return (target: object, property: string, descriptor?: PropertyDescriptor): void => {
    declareField(typeName(target), options.name ?? property, facet, options);
    const field = {
      nullable: options.nullable ?? true,
      ...(options.name && { name: options.name }),
      ...(options.description && { description: options.description }),
      ...(options.deprecationReason && { deprecationReason: options.deprecationReason }),
    };
    if (descriptor) Field(type as never, field)(target, property, descriptor as TypedPropertyDescriptor<unknown>);
    else Field(type as never, field)(target, property);
  };
}

/** A field of a part of a value (a code's display, a quantity's unit): seen wherever the field that holds it is. */
export function Element(type: FieldType, options: RecordFieldOptions = {}) {
  return RecordField('element', type, options);
}

/** The `id` by which subgraphs join a type. */
export function KeyField() {
  return (target: object, property: string): void => {
    declareField(typeName(target), property, 'key');
    Field(() => ID)(target, property);
  };
}

/** A type whose instances are the same in every subgraph: a part of a value. */
export function ValueType(description?: string): ClassDecorator {
  return (target) => {
    ObjectType(target.name, { simpleResolvers: true, ...(description && { description }) })(target);
    Directive('@shareable')(target);
  };
}

/** A part of one record type (FHIR's BackboneElement); it lives in one subgraph. */
export function PartType(description?: string): ClassDecorator {
  return (target) => ObjectType(target.name, { simpleResolvers: true, ...(description && { description }) })(target);
}

/** Fields of entities that other subgraphs own and the gateway brings along (`@requires`), by type. */
const externals = new Map<string, Set<string>>();

export function externalFieldsOf(type: string): ReadonlySet<string> {
  return externals.get(type) ?? new Set();
}

/**
 * A field that another subgraph owns, which a field here is computed from: the gateway reads it there, behind the walls
 * of that subgraph. Only plain values; the facet is the owner's.
 */
export function ExternalField(facet: Facet, type: FieldType) {
  return (target: object, property: string): void => {
    const owner = typeName(target);
    declareField(owner, property, facet);
    externals.set(owner, (externals.get(owner) ?? new Set()).add(property));
    Field(type as never, { nullable: true })(target, property);
    Directive('@external')(target, property);
  };
}

/** An entity this subgraph contributes fields to, or refers to, without owning its record. */
export function EntityType(description?: string, options: { resolvable?: boolean } = {}): ClassDecorator {
  return (target) => {
    ObjectType(target.name, { ...(description && { description }) })(target);
    Directive(options.resolvable === false ? '@key(fields: "id", resolvable: false)' : '@key(fields: "id")')(target);
  };
}

/** An entry point of the schema with its facet. */
export function RecordQuery(facet: Facet, type: FieldType, options: RecordFieldOptions = {}) {
  return (target: object, property: string, descriptor: PropertyDescriptor): void => {
    declareField('Query', options.name ?? property, facet, options, true);
    storeFields.add(fieldCoordinate('Query', options.name ?? property));
    Query(type as never, {
      nullable: options.nullable ?? true,
      ...(options.name && { name: options.name }),
      ...(options.description && { description: options.description }),
    })(target, property, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

/**
 * An entry point that changes the record: open to the roles that may write its facet (RoleGrants.writes). What it
 * returns is read under the same walls as by a query.
 */
export function RecordMutation(facet: Facet, type: FieldType, options: RecordFieldOptions = {}) {
  return (target: object, property: string, descriptor: PropertyDescriptor): void => {
    const name = options.name ?? property;
    declareField(MUTATION, name, facet, options);
    storeFields.add(fieldCoordinate(MUTATION, name));
    Mutation(type as never, {
      nullable: options.nullable ?? false,
      ...(options.name && { name: options.name }),
      ...(options.description && { description: options.description }),
    })(target, property, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

/** A field that a resolver class adds to the type `type` (named `typeName` in the schema). */
export function RecordFieldResolver(typeName: string, facet: Facet, type: FieldType, options: RecordFieldOptions = {}) {
  return (target: object, property: string, descriptor: PropertyDescriptor): void => {
    declareField(typeName, options.name ?? property, facet, options, true);
    storeFields.add(fieldCoordinate(typeName, options.name ?? property));
    if (options.requires) Directive(`@requires(fields: "${options.requires.join(' ')}")`)(target, property, descriptor);
    FieldResolver(type as never, {
      nullable: options.nullable ?? true,
      ...(options.name && { name: options.name }),
      ...(options.description && { description: options.description }),
    })(target, property, descriptor as TypedPropertyDescriptor<unknown>);
  };
}

/** Declares an argument of a field: the facet it is open with, and the fields it looks at. */
export function declareArgument(
  type: string,
  field: string,
  argument: string,
  policy: { facet?: Facet; touches: readonly string[] },
): void {
  pendingArguments.push({ type, field, argument, ...policy });
}

interface PendingArgument {
  readonly type: string;
  readonly field: string;
  readonly argument: string;
  readonly facet?: Facet;
  readonly touches: readonly string[];
}

const pendingArguments: PendingArgument[] = [];

/** Settles declared arguments once all fields are known: an argument has the facet of the first field it touches. */
export function settleArguments(): void {
  for (const { type, field, argument, facet, touches } of pendingArguments.splice(0)) {
    const coordinate = fieldCoordinate(type, field, argument);
    const touched = touches.map((at) => catalogue.fields.get(at)?.facet).find((found) => found !== undefined);
    const settled = facet ?? touched;
    if (settled) catalogue.argument(coordinate, { facet: settled, touches });
    else catalogue.conflicts.push(`${coordinate}: touches ${touches.join(', ') || 'nothing'}, which is not declared`);
  }
}
