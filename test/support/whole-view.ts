/**
 * Operations that together ask for everything a view has. Each type is reached by its shortest way from an entry
 * point; there all its fields are asked for, with the parts they hold, and one step along each edge to other records.
 */
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Characters of one operation's selection. */
const PORTION = 20_000;

/** A way from Query to a type: the fields to follow. */
type Way = readonly GraphQLField<unknown, unknown>[];

/** `idOf` gives the id for a record type; fields named in `without` (`history`, `Claim.version`) are left out. */
export function wholeView(
  schema: GraphQLSchema,
  idOf: (type: string) => string,
  without: readonly string[] = [],
): { name: string; query: string }[] {
  const isPart = partsOf(schema);
  const operations: { name: string; query: string }[] = [];
  for (const [type, way] of waysFrom(schema)) {
    if (isPart(type) || way.some(({ name }) => without.includes(name))) continue;
    for (const inner of portions(selections(type, [type.name], { isPart, idOf, without }, 1))) {
      const query = way.reduceRight((selected, field) => `${call(field, idOf)} { ${selected} }`, inner);
      operations.push({ name: `${type.name}: ${way.map(({ name }) => name).join('.')}`, query: `{ ${query} }` });
    }
  }
  // Entry points that lead straight to a part or a value, such as a summary.
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (without.includes(field.name)) continue;
    const named = getNamedType(field.type);
    if (isObjectType(named) && isPart(named))
      operations.push({
        name: field.name,
        query: `{ ${call(field, idOf)} { ${selections(named, [named.name], { isPart, idOf, without }, 1).join(' ')} } }`,
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

interface Selecting {
  readonly isPart: (type: GraphQLObjectType) => boolean;
  readonly idOf: (type: string) => string;
  readonly without: readonly string[];
}

function selections(type: GraphQLObjectType, path: readonly string[], selecting: Selecting, steps: number): string[] {
  const { isPart, idOf, without } = selecting;
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => !without.includes(name) && !without.includes(`${type.name}.${name}`),
  );
  return fields.flatMap((field) => {
    const next = getNamedType(field.type);
    if (!isObjectType(next)) return [call(field, idOf)];
    const part = isPart(next);
    // Records one step away show their own values, not their parts: each type is asked for in full at its own place.
    if ((part && path.includes(next.name)) || steps === 0) return [];
    // Connections are no step of their own: what counts is the record behind.
    const left = part || next.name.endsWith('Connection') ? steps : steps - 1;
    const inner = selections(next, part ? [...path, next.name] : [next.name], selecting, left);
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
    return [`${argument.name}: ${literal(argument.type)}`];
  });
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}`;
}

/** Some value of a type; of an input all its plain fields, and where it has none, one that takes an input. */
function literal(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name ?? '';
  if (named.name === 'Int' || named.name === 'Float') return '2020';
  if (named.name === 'Boolean') return 'true';
  if (!isInputObjectType(named)) return '"8480-6"';
  const fields = Object.values(named.getFields());
  const plain = fields.filter((field) => isNonNullType(field.type) || !isInputObjectType(getNamedType(field.type)));
  const given = plain.length > 0 ? plain : fields.slice(0, 1);
  return `{ ${given.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
}

function recordName(type: GraphQLOutputType): string {
  return getNamedType(type).name.replace(/Connection$/, '');
}
