/** Operations that together ask for everything a view has: each entry point, followed as deep as types do not repeat. */
import { type GraphQLField, type GraphQLOutputType, type GraphQLSchema, getNamedType, isEnumType, isNonNullType, isObjectType } from 'graphql';

const MAX_LEVELS = 9;

/** One operation for each entry point; `idOf` gives the id for a record type. */
export function wholeView(schema: GraphQLSchema, idOf: (type: string) => string): { name: string; query: string }[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => !name.startsWith('_'));
  return fields.map((field) => {
    const selected = selectionOf(field, [], idOf);
    return { name: field.name, query: `{ ${selected ?? field.name} }` };
  });
}

function selectionOf(field: GraphQLField<unknown, unknown>, path: readonly string[], idOf: (type: string) => string): string | null {
  const inner = selectionSet(field.type, path, idOf);
  if (inner === null) return null;
  const args = field.args.flatMap((argument) => {
    const target = recordName(field.type);
    if (argument.name === 'id') return [`id: "${idOf(target)}"`];
    if (argument.name === 'first') return ['first: 5'];
    if (!isNonNullType(argument.type)) return [];
    const named = getNamedType(argument.type);
    return [`${argument.name}: ${isEnumType(named) ? (named.getValues()[0]?.name ?? '') : '"8480-6"'}`];
  });
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${inner}`;
}

function recordName(type: GraphQLOutputType): string {
  return getNamedType(type).name.replace(/Connection$/, '');
}

/** '' for scalars; null when nothing below could be selected without going round in circles. */
function selectionSet(type: GraphQLOutputType, path: readonly string[], idOf: (type: string) => string): string | null {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  if (path.includes(named.name) || path.length >= MAX_LEVELS) return null;
  const selections = Object.values(named.getFields())
    .filter(({ name }) => !(named.name.endsWith('Connection') && name === 'edges'))
    .map((field) => selectionOf(field, [...path, named.name], idOf))
    .filter((selection) => selection !== null);
  return selections.length > 0 ? ` { ${selections.join(' ')} }` : null;
}
