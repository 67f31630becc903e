/**
 * Operations that together ask for everything a view has. Each type is reached by its shortest way from an entry
 * point; there all its fields are asked for, with the parts they hold, and one step along each edge to other records.
 */
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Characters of one operation's selection. */
const PORTION = 20_000;

/** A way from Query to a type: the fields to follow. */
type Way = readonly GraphQLField<unknown, unknown>[];

/** `idOf` gives the id for a record type. */
export function wholeView(schema: GraphQLSchema, idOf: (type: string) => string): { name: string; query: string }[] {
  const isPart = partsOf(schema);
  const operations: { name: string; query: string }[] = [];
  for (const [type, way] of waysFrom(schema)) {
    if (isPart(type)) continue;
    for (const inner of portions(selections(type, [type.name], isPart, idOf, 1))) {
      const query = way.reduceRight((selected, field) => `${call(field, idOf)} { ${selected} }`, inner);
      operations.push({ name: `${type.name}: ${way.map(({ name }) => name).join('.')}`, query: `{ ${query} }` });
    }
  }
  // Entry points that lead straight to a part or a value, such as a summary.
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const named = getNamedType(field.type);
    if (isObjectType(named) && isPart(named))
      operations.push({
        name: field.name,
        query: `{ ${call(field, idOf)} { ${selections(named, [named.name], isPart, idOf, 1).join(' ')} } }`,
      });
  }
  return operations;
}

/** Parts have no id and belong to the record that holds them. */
function partsOf(schema: GraphQLSchema): (type: GraphQLObjectType) => boolean {
  return (type) => !('id' in type.getFields()) && !type.name.endsWith('Connection') && type !== schema.getQueryType();
}

function waysFrom(schema: GraphQLSchema): Map<GraphQLObjectType, Way> {
  const ways = new Map<GraphQLObjectType, Way>();
  const query = schema.getQueryType();
  const queue: { type: GraphQLObjectType; way: Way }[] = query ? [{ type: query, way: [] }] : [];
  for (const { type, way } of queue)
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type);
      if (!isObjectType(next) || ways.has(next) || field.name.startsWith('_')) continue;
      ways.set(next, [...way, field]);
      queue.push({ type: next, way: [...way, field] });
    }
  return ways;
}

function selections(
  type: GraphQLObjectType,
  path: readonly string[],
  isPart: (type: GraphQLObjectType) => boolean,
  idOf: (type: string) => string,
  steps: number,
): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const next = getNamedType(field.type);
    if (!isObjectType(next)) return [call(field, idOf)];
    const part = isPart(next);
    // Records one step away show their own values, not their parts: each type is asked for in full at its own place.
    if ((part && path.includes(next.name)) || steps === 0) return [];
    // Connections are no step of their own: what counts is the record behind.
    const left = part || next.name.endsWith('Connection') ? steps : steps - 1;
    const inner = selections(next, part ? [...path, next.name] : [next.name], isPart, idOf, left);
    return inner.length === 0 ? [] : [`${call(field, idOf)} { ${inner.join(' ')} }`];
  });
}

/** Selections in operations of a size that the gateway's limits let through. */
function portions(selected: readonly string[]): string[] {
  const groups: string[] = [];
  for (const one of selected) {
    const last = groups.at(-1);
    if (last !== undefined && last.length + one.length < PORTION) groups[groups.length - 1] = `${last} ${one}`;
    else groups.push(one);
  }
  return groups;
}

function call(field: GraphQLField<unknown, unknown>, idOf: (type: string) => string): string {
  const args = field.args.flatMap((argument) => {
    if (argument.name === 'id') return [`id: "${idOf(recordName(field.type))}"`];
    if (argument.name === 'first') return ['first: 3'];
    if (!isNonNullType(argument.type)) return [];
    const named = getNamedType(argument.type);
    return [`${argument.name}: ${isEnumType(named) ? (named.getValues()[0]?.name ?? '') : '"8480-6"'}`];
  });
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
}

function recordName(type: GraphQLOutputType): string {
  return getNamedType(type).name.replace(/Connection$/, '');
}
