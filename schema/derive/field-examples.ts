/** An example of each field's value: the first one in records of people who never lived. */
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import type { Coordinate } from '../policy/catalogue.js';
import { fieldCoordinate } from '../policy/coordinates.js';

export interface ExampleResource {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

const LONGEST = 40;

/** By coordinate. Resources of kinds that the schema does not show give none. */
export function examplesIn(
  schema: GraphQLSchema,
  resources: Iterable<ExampleResource>,
): ReadonlyMap<Coordinate, string> {
  const examples = new Map<Coordinate, string>();
  for (const resource of resources) {
    const type = schema.getType(resource.resourceType);
    if (isObjectType(type)) gather(type, resource, examples);
  }
  return examples;
}

function gather(
  type: GraphQLObjectType,
  value: Readonly<Record<string, unknown>>,
  into: Map<Coordinate, string>,
): void {
  for (const field of Object.values(type.getFields())) {
    const element = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    const first: unknown = Array.isArray(element) ? element[0] : element;
    if (first === undefined || first === null) continue;
    const inner = getNamedType(field.type);
    const at = fieldCoordinate(type.name, field.name);
    if (isObjectType(inner) && typeof first === 'object') gather(inner, first as Record<string, unknown>, into);
    else if (isLeafType(inner) && typeof first !== 'object' && !into.has(at)) into.set(at, shown(first));
  }
}

/** In one line of a table. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `\`${short.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}
