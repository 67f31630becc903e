/** From an operation that shows a difference to the smallest one that still does: whatever can go, goes. */
import {
  type ArgumentNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  visit,
} from 'graphql';
import type { Asked } from './twin-gateway.js';

/** Questions that shrinking may take; a difference is found again soon, its smallest form is a comfort. */
const MAX_QUESTIONS = 600;

/** Shrinks while `differs` holds; it must be true of what comes in. */
export async function shrink(asked: Asked, differs: (smaller: Asked) => Promise<boolean>): Promise<Asked> {
  let best = asked;
  let questions = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of reductionsOf(best)) {
      if (questions >= MAX_QUESTIONS) return best;
      if (candidate.query === best.query && sameVariables(candidate, best)) continue;
      questions += 1;
      if (await differs(candidate)) {
        best = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return best;
}

const sameVariables = (a: Asked, b: Asked) => JSON.stringify(a.variables) === JSON.stringify(b.variables);

/** Every operation that is one step smaller, greatest steps first. */
function* reductionsOf({ query, variables }: Asked): Generator<Asked> {
  const document = parse(query, { noLocation: true });
  const count = countOf(document);
  // Outer parts come first in the walk, so whole branches go before their leaves.
  for (const step of ['selection', 'spread', 'directive', 'argument', 'variable', 'alias'] as const)
    for (let at = 0; at < count[step]; at += 1) {
      const smaller = STEPS[step](document, at, variables);
      const tidy = smaller && tidied(smaller);
      if (tidy) yield { query: print(tidy), variables: usedIn(tidy, variables) };
    }
}

type Step = 'selection' | 'spread' | 'directive' | 'argument' | 'variable' | 'alias';
type Variables = Asked['variables'];

/** How many places each step has. */
function countOf(document: DocumentNode): Record<Step, number> {
  const seen = new Map<string, number>();
  visit(document, { enter: ({ kind }) => void seen.set(kind, (seen.get(kind) ?? 0) + 1) });
  const of = (...kinds: readonly string[]) => kinds.reduce((sum, kind) => sum + (seen.get(kind) ?? 0), 0);
  const [fields, args] = [of(Kind.FIELD), of(Kind.ARGUMENT)];
  const spread = of(Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD);
  return {
    selection: fields + spread,
    spread,
    directive: of(Kind.DIRECTIVE),
    argument: args,
    variable: args,
    alias: fields,
  };
}

const STEPS: Readonly<Record<Step, (document: DocumentNode, at: number, variables: Variables) => DocumentNode | null>> =
  {
    selection: (document, at) => withoutNth(document, at, [Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_SPREAD]),
    directive: (document, at) => withoutNth(document, at, [Kind.DIRECTIVE]),
    argument: (document, at) => withoutNth(document, at, [Kind.ARGUMENT]),
    spread: opened,
    variable: (document, at, variables) => inlined(document, at, variables),
    alias: (document, at) => {
      let n = -1;
      return visit(document, {
        Field(node): FieldNode | undefined {
          n += 1;
          if (n !== at || !node.alias) return undefined;
          const { alias: _, ...plain } = node;
          return plain;
        },
      });
    },
  };

function withoutNth(document: DocumentNode, at: number, kinds: readonly string[]): DocumentNode {
  let n = -1;
  return visit(document, {
    enter(node) {
      if (!kinds.includes(node.kind)) return undefined;
      n += 1;
      return n === at ? null : undefined;
    },
  });
}

/** A fragment's selections in the place of its spread. */
function opened(document: DocumentNode, at: number): DocumentNode {
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  let n = -1;
  return visit(document, {
    SelectionSet(set) {
      const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
        if (selection.kind === Kind.FIELD) return [selection];
        n += 1;
        if (n !== at) return [selection];
        if (selection.kind === Kind.INLINE_FRAGMENT) return selection.selectionSet.selections;
        return fragments.get(selection.name.value)?.selectionSet.selections ?? [];
      });
      return { ...set, selections };
    },
  });
}

/** A variable's value written where it is used. */
function inlined(document: DocumentNode, at: number, variables: Variables): DocumentNode {
  let n = -1;
  return visit(document, {
    Argument(node): ArgumentNode | null | undefined {
      n += 1;
      if (n !== at || node.value.kind !== Kind.VARIABLE) return undefined;
      const value = variables[node.value.name.value];
      if (value === undefined) return null;
      // An enum's name is text in JSON; where it is not taken as text, the step is not taken either.
      const text = typeof value === 'object' ? undefined : JSON.stringify(value);
      return text === undefined ? undefined : { ...node, value: parsedValue(text) };
    },
  });
}

function parsedValue(text: string): ArgumentNode['value'] {
  const document = parse(`{ f(x: ${text}) }`, { noLocation: true });
  const [definition] = document.definitions;
  const field = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
  return (field as FieldNode & { arguments: readonly [ArgumentNode] }).arguments[0].value;
}

/** Without empty selections, unused fragments and unused variables; null where nothing is left. */
function tidied(document: DocumentNode): DocumentNode | null {
  const filled: DocumentNode = visit(document, {
    Field: { leave: (node): null | undefined => (node.selectionSet?.selections.length === 0 ? null : undefined) },
    InlineFragment: {
      leave: (node): null | undefined => (node.selectionSet.selections.length === 0 ? null : undefined),
    },
  });
  const spreads = namesOf(filled, 'FragmentSpread');
  const used = namesOf(filled, 'Variable');
  const definitions = filled.definitions.flatMap((definition): DefinitionNode[] => {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      return spreads.has(definition.name.value) && definition.selectionSet.selections.length > 0 ? [definition] : [];
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.selectionSet.selections.length === 0) return [];
    const variableDefinitions = definition.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
    return [{ ...definition, ...(variableDefinitions && { variableDefinitions }) }];
  });
  return definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION) ? { ...filled, definitions } : null;
}

/** Names of spreads, or of variables where they are used and not where they are declared. */
function namesOf(document: DocumentNode, kind: 'FragmentSpread' | 'Variable'): Set<string> {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    [kind]: (node: { name: { value: string } }) => void names.add(node.name.value),
  });
  return names;
}

function usedIn(document: DocumentNode, variables: Variables): Variables {
  const used = namesOf(document, 'Variable');
  return Object.fromEntries(Object.entries(variables).filter(([name]) => used.has(name)));
}
