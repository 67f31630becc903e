/** Which kinds of record a type of the schema is, or is a part of: where to look for the record behind a field. */
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';

/** Values that are alike in all subgraphs (a code, a period) occur everywhere, and so are left out. */
export function kindsOfTypes(
  schemas: readonly GraphQLSchema[],
  kinds: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const schema of schemas)
    for (const kind of kinds) {
      const type = schema.getType(kind);
      if (isObjectType(type)) visit(type, kind, found);
    }
  return new Map([...found].map(([type, of]) => [type, [...of].sort()]));
}

function visit(type: GraphQLObjectType, kind: string, found: Map<string, Set<string>>): void {
  const known = found.get(type.name) ?? new Set();
  if (known.has(kind)) return;
  found.set(type.name, known.add(kind));
  for (const field of Object.values(type.getFields())) {
    const inner = getNamedType(field.type);
    // Lists and references lead to other records.
    if (isObjectType(inner) && isPart(inner)) visit(inner, kind, found);
  }
}

function isPart(type: GraphQLObjectType): boolean {
  const directives = type.astNode?.directives?.map(({ name }) => name.value) ?? [];
  return !directives.includes('key') && !directives.includes('shareable') && !/(Connection|Edge)$/.test(type.name);
}
