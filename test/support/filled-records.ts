/**
 * Records with a value in every stored field, made from the subgraphs' schemas: a new field is filled without anybody
 * thinking of it. What the values are, the caller says.
 */
import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { catalogue } from '../../schema/policy/catalogue.js';
import { fieldCoordinate } from '../../schema/policy/coordinates.js';
import { neededPaths } from '../../subgraphs/shared/record-field.js';
import { allKinds, kindDefinition } from '../../subgraphs/shared/record-kind.js';
import type { Resource } from './world.js';

/** What the references of several targets point at. */
const FOLLOWED: Readonly<Record<string, string>> = { Reference: 'Organization', ClinicalReference: 'Medication' };

/** `coordinate` is the field with a facet of its own that holds the value; `element` the value's own name. */
export interface Filling {
  text(coordinate: string, element: string): string;
  number(coordinate: string, element: string): number;
  /** The display of a reference that is joined: nobody is to see it. A text like others when left out. */
  unseen?(coordinate: string): string;
  /** The id for a record of a kind, of this one as of those it refers to. */
  idOf(kind: string): string;
}

/** One record of each kind, or of the kinds that are named. */
export function filledRecords(
  schemas: readonly GraphQLSchema[],
  filling: Filling,
  kinds: readonly string[] = allKinds().map(({ kind }) => kind),
): Resource[] {
  return kinds.map((kind) => {
    const schema = schemas.find((candidate) => candidate.getType(kind) && isOwner(candidate, kind));
    const type = schema?.getType(kind) as GraphQLObjectType;
    const id = filling.idOf(kind);
    const resource: Resource = { ...objectOf(filling, type, kind, [kind]), resourceType: kind, id };
    const patient = kindDefinition(kind)?.patient;
    if (patient && patient !== 'id') setPatient(resource, patient.split('.'), filling.idOf('Patient'));
    unlabel(resource);
    return resource;
  });
}

/** Labels made up would make every record sensitive: they stand in a system that says nothing of what it is about. */
function unlabel({ meta, securityLabel }: Resource): void {
  const concepts = (securityLabel ?? []) as { coding?: { system?: string }[] }[];
  const labels = [
    (meta as { security?: { system?: string }[] } | undefined)?.security,
    ...concepts.map(({ coding }) => coding),
  ];
  for (const label of labels.flatMap((list) => list ?? []))
    label.system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue';
}

function isOwner(schema: GraphQLSchema, kind: string): boolean {
  return Object.keys((schema.getType(kind) as GraphQLObjectType).getFields()).length > 5;
}

function objectOf(
  filling: Filling,
  type: GraphQLObjectType,
  owner: string,
  seen: readonly string[],
): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const target = FOLLOWED[type.name];
  if (target) return { reference: `${target}/${filling.idOf(target)}`, display: filling.text(owner, 'display') };
  for (const field of Object.values(type.getFields())) {
    const coordinate = fieldCoordinate(type.name, field.name);
    const facet = catalogue.fields.get(coordinate)?.facet;
    if (facet === undefined || field.name === 'id' || field.args.length > 0) continue;
    const at = facet === 'element' ? owner : coordinate;
    const needed = neededPaths(coordinate);
    if (needed === undefined) assign(made, field.name, filledValue(filling, field.type, at, field.name, seen));
    else assignReference(filling, made, needed, field.type, at);
  }
  return made;
}

function filledValue(
  filling: Filling,
  type: GraphQLOutputType,
  owner: string,
  element: string,
  seen: readonly string[],
): unknown {
  if (isNonNullType(type)) return filledValue(filling, type.ofType, owner, element, seen);
  if (isListType(type)) return [filledValue(filling, type.ofType, owner, element, seen)];
  if (isScalarType(type)) {
    if (type.name === 'Int' || type.name === 'Float') return filling.number(owner, element);
    return type.name === 'Boolean' ? true : filling.text(owner, element);
  }
  if (!isObjectType(type) || seen.includes(type.name)) return undefined;
  return objectOf(filling, type, owner, [...seen, type.name]);
}

/** A reference to the record of the joined type. */
function assignReference(
  filling: Filling,
  made: Record<string, unknown>,
  needed: readonly string[],
  type: GraphQLOutputType,
  at: string,
): void {
  const [path] = needed;
  const target = nameOf(type);
  if (!path?.match(/^[A-Za-z]+\.reference$/) || !kindDefinition(target)) return;
  // Joined references show no display, so this value is one that must never be seen.
  const reference = {
    reference: `${target}/${filling.idOf(target)}`,
    display: filling.unseen?.(at) ?? filling.text(at, 'display'),
  };
  made[path.slice(0, -'.reference'.length)] ??= isList(type) ? [reference] : reference;
}

function assign(made: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) made[name] ??= value;
}

function setPatient(holder: Record<string, unknown>, [step = '', ...rest]: readonly string[], patient: string): void {
  const reference = { reference: `Patient/${patient}` };
  const present = holder[step];
  if (rest.length === 0) {
    holder[step] = Array.isArray(present) ? [...(present as unknown[]), reference] : reference;
    return;
  }
  const target = Array.isArray(present) ? { ...(present[0] as object) } : { ...(present as object | undefined) };
  setPatient(target, rest, patient);
  holder[step] = Array.isArray(present) ? [...(present as unknown[]), target] : target;
}

function nameOf(type: GraphQLOutputType): string {
  return isListType(type) || isNonNullType(type) ? nameOf(type.ofType as GraphQLOutputType) : type.name;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType as GraphQLOutputType) : isListType(type);
}
