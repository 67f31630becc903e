/** A question without what a role's schema does not have, and what had to go. */
import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isRequiredArgument,
  Kind,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** `gone`: the schema has no such thing. `empty`: nothing of what it held remained. `needs`: it needs an argument that is gone. */
export type Reason = 'gone' | 'empty' | 'needs';

export interface Removal {
  readonly coordinate: string;
  readonly reason: Reason;
}

export interface Pruned {
  /** Null when nothing of the question is left. */
  readonly document: DocumentNode | null;
  /** What went, by where it begins in the question's text. */
  readonly removals: ReadonlyMap<number, Removal>;
}

/** Leaves of the question what the schema has. The document must carry locations, as parse() gives them. */
export function pruneToSchema(document: DocumentNode, schema: GraphQLSchema): Pruned {
  const removals = new Map<number, Removal>();
  let pruned = withoutUnknown(document, schema, removals);
  // A fragment of which nothing remains takes its spreads along, and those may empty what holds them.
  for (let before: DocumentNode | null = null; before !== pruned; ) {
    before = pruned;
    pruned = withoutLostFragments(withoutEmpty(before, schema, removals));
  }
  const hasOperation = pruned.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return { document: hasOperation ? withoutUnused(pruned) : null, removals };
}

function withoutUnknown(document: DocumentNode, schema: GraphQLSchema, removals: Map<number, Removal>): DocumentNode {
  const types = new TypeInfo(schema);
  const remove = (node: ASTNode, coordinate: string, reason: Reason = 'gone') => {
    removals.set(startOf(node), { coordinate, reason });
    return null;
  };
  return visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: (node) => (schema.getRootType(node.operation) ? undefined : null),
      VariableDefinition: { enter: (node) => (typeFromAST(schema, node.type as never) ? undefined : null) },
      FragmentDefinition: (node) => (schema.getType(node.typeCondition.name.value) ? undefined : null),
      InlineFragment: (node) => {
        const on = node.typeCondition?.name.value;
        return on === undefined || schema.getType(on) ? undefined : remove(node, on);
      },
      Field: (node) => {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!parent || node.name.value.startsWith('__')) return undefined;
        const coordinate = `${parent.name}.${node.name.value}`;
        if (!field) return remove(node, coordinate);
        const known = new Set(field.args.map(({ name }) => name));
        const kept = (node.arguments ?? []).filter((argument) => {
          if (known.has(argument.name.value)) return true;
          remove(argument, `${coordinate}(${argument.name.value}:)`);
          return false;
        });
        const given = new Set(kept.map(({ name }) => name.value));
        if (field.args.some((argument) => isRequiredArgument(argument) && !given.has(argument.name)))
          return remove(node, coordinate, 'needs');
        return kept.length === (node.arguments ?? []).length ? undefined : { ...node, arguments: kept };
      },
      ObjectField: (node) => {
        const parent = getNamedType(types.getParentInputType());
        if (!isInputObjectType(parent) || parent.getFields()[node.name.value]) return undefined;
        return remove(node, `${parent.name}.${node.name.value}`);
      },
    }),
  );
}

/** Fields whose selection lost every field go too: a selection must not be empty. */
function withoutEmpty(document: DocumentNode, schema: GraphQLSchema, removals: Map<number, Removal>): DocumentNode {
  const types = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        leave: (node: FieldNode) => {
          if (node.selectionSet === undefined || node.selectionSet.selections.length > 0) return undefined;
          const coordinate = `${types.getParentType()?.name ?? ''}.${node.name.value}`;
          removals.set(startOf(node), { coordinate, reason: 'empty' });
          return null;
        },
      },
      InlineFragment: { leave: nullWhenEmpty },
      FragmentDefinition: { leave: nullWhenEmpty },
      OperationDefinition: { leave: nullWhenEmpty },
    }),
  );
}

function nullWhenEmpty(node: { readonly selectionSet: { readonly selections: readonly unknown[] } }): null | undefined {
  return node.selectionSet.selections.length === 0 ? null : undefined;
}

function withoutLostFragments(document: DocumentNode): DocumentNode {
  const there = new Set(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one.name.value] : [])),
  );
  return visit(document, { FragmentSpread: (node) => (there.has(node.name.value) ? undefined : null) });
}

/** Fragments and variables that nothing uses any more would be refused. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const variables = new Set<string>();
  const spreads = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: (node) => void variables.add(node.name.value),
    FragmentSpread: (node) => void spreads.add(node.name.value),
  });
  const pruned = visit(document, {
    VariableDefinition: (node) => (variables.has(node.variable.name.value) ? undefined : null),
    FragmentDefinition: (node) => (spreads.has(node.name.value) ? undefined : null),
  });
  return pruned.definitions.length === document.definitions.length ? pruned : withoutUnused(pruned);
}

/** Where a node begins in the text; edited copies keep it. */
export function startOf(node: ASTNode): number {
  return node.loc?.start ?? -1;
}

/** The names of the variables that an operation still takes. */
export function variablesOf(document: DocumentNode): ReadonlySet<string> {
  return new Set(
    document.definitions.flatMap((one) =>
      one.kind === Kind.OPERATION_DEFINITION ? (one.variableDefinitions ?? []).map((v) => v.variable.name.value) : [],
    ),
  );
}
