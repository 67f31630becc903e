/**
 * Records in which every stored field holds a marker that names its coordinate, so that a marker found anywhere tells
 * which field leaked. Made from the subgraphs' schemas: a new field is marked without anybody thinking of it.
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

/** The one patient and the one organisation of the marked world; each other kind has the id `<kind>-1`. */
export const MARKED_ID = (kind: string): string => `${kind.toLowerCase()}-1`;

/** What the references of several targets point at. */
const FOLLOWED: Readonly<Record<string, string>> = { Reference: 'Organization', ClinicalReference: 'Medication' };

const FIRST_NUMBER = 7_000_000;

export interface MarkedRecords {
  readonly resources: readonly Resource[];
  /** The coordinates whose markers stand in a text, whoever wrote it: an answer, a reply of the database, a log. */
  coordinatesIn(text: string): Set<string>;
  /** All coordinates that have a marker. */
  readonly marked: ReadonlySet<string>;
}

export function markedRecords(schemas: readonly GraphQLSchema[]): MarkedRecords {
  const marked = new Set<string>();
  const numbers = new Map<number, string>();
  const mark = (coordinate: string) => {
    marked.add(coordinate);
    return `§${coordinate}§`;
  };
  const number = (coordinate: string) => {
    const value = FIRST_NUMBER + numbers.size;
    numbers.set(value, coordinate);
    marked.add(coordinate);
    return value;
  };

  const scalar = (name: string, owner: string): unknown =>
    name === 'Int' || name === 'Float' ? number(owner) : name === 'Boolean' ? true : mark(owner);

  const madeOf = (type: GraphQLOutputType, owner: string, seen: readonly string[]): unknown => {
    if (isNonNullType(type)) return madeOf(type.ofType, owner, seen);
    if (isListType(type)) return [madeOf(type.ofType, owner, seen)];
    if (isScalarType(type)) return scalar(type.name, owner);
    return isObjectType(type) && !seen.includes(type.name) ? objectOf(type, owner, [...seen, type.name]) : undefined;
  };

  const objectOf = (type: GraphQLObjectType, owner: string, seen: readonly string[]): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    const target = FOLLOWED[type.name];
    if (target) return { reference: `${target}/${MARKED_ID(target)}`, display: mark(owner) };
    for (const field of Object.values(type.getFields())) {
      const coordinate = fieldCoordinate(type.name, field.name);
      const facet = catalogue.fields.get(coordinate)?.facet;
      if (facet === undefined || field.name === 'id' || field.args.length > 0) continue;
      const at = facet === 'element' ? owner : coordinate;
      const needed = neededPaths(coordinate);
      if (needed === undefined) assign(made, field.name, madeOf(field.type, at, seen));
      else assignReference(made, needed, field.type, at);
    }
    return made;
  };

  /** A reference to the marked record of the joined type. */
  const assignReference = (
    made: Record<string, unknown>,
    needed: readonly string[],
    type: GraphQLOutputType,
    at: string,
  ) => {
    const [path] = needed;
    const target = nameOf(type);
    if (!path?.endsWith('.reference') || !path.match(/^[A-Za-z]+\.reference$/) || !kindDefinition(target)) return;
    // Joined references show no display, so this marker is one that must never be seen.
    const reference = { reference: `${target}/${MARKED_ID(target)}`, display: `§${at}§` };
    made[path.slice(0, -'.reference'.length)] ??= isListType(type) || isList(type) ? [reference] : reference;
  };

  const resources = allKinds().map(({ kind, patient }) => {
    const schema = schemas.find((candidate) => candidate.getType(kind) && isOwner(candidate, kind));
    const type = schema?.getType(kind) as GraphQLObjectType;
    const resource: Resource = { ...objectOf(type, kind, [kind]), resourceType: kind, id: MARKED_ID(kind) };
    if (patient && patient !== 'id') setPatient(resource, patient.split('.'));
    unlabel(resource);
    return resource;
  });
  return { resources, marked, coordinatesIn: (text) => found(text, marked, numbers) };
}

/** Marked labels would make every record sensitive: they stand in a system that says nothing of what it is about. */
function unlabel({ meta, securityLabel }: Resource): void {
  const concepts = (securityLabel ?? []) as { coding?: { system?: string }[] }[];
  const labels = [
    (meta as { security?: { system?: string }[] } | undefined)?.security,
    ...concepts.map((c) => c.coding),
  ];
  for (const label of labels.flatMap((list) => list ?? []))
    label.system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue';
}

function isOwner(schema: GraphQLSchema, kind: string): boolean {
  return Object.keys((schema.getType(kind) as GraphQLObjectType).getFields()).length > 5;
}

function assign(made: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) made[name] ??= value;
}

function setPatient(holder: Record<string, unknown>, [step = '', ...rest]: readonly string[]): void {
  const reference = { reference: `Patient/${MARKED_ID('Patient')}` };
  if (rest.length === 0) {
    const present = holder[step];
    holder[step] = Array.isArray(present) ? [...(present as unknown[]), reference] : reference;
    return;
  }
  const inner = holder[step];
  const target = Array.isArray(inner) ? { ...(inner[0] as object) } : { ...(inner as object | undefined) };
  setPatient(target, rest);
  holder[step] = Array.isArray(inner) ? [...(inner as unknown[]), target] : target;
}

function nameOf(type: GraphQLOutputType): string {
  return isListType(type) || isNonNullType(type) ? nameOf(type.ofType as GraphQLOutputType) : type.name;
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType as GraphQLOutputType) : isListType(type);
}

function found(text: string, marked: ReadonlySet<string>, numbers: ReadonlyMap<number, string>): Set<string> {
  // Sort keys are in lower case.
  const byLowerCase = new Map([...marked].map((coordinate) => [coordinate.toLowerCase(), coordinate]));
  const coordinates = new Set<string>();
  for (const [, written = ''] of text.matchAll(/§([A-Za-z]+\.[A-Za-z]+)§/g))
    coordinates.add(byLowerCase.get(written.toLowerCase()) ?? written);
  for (const [digits] of text.matchAll(/70\d{5}/g)) {
    const coordinate = numbers.get(Number(digits));
    if (coordinate) coordinates.add(coordinate);
  }
  return coordinates;
}
