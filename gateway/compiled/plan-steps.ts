/**
 * A query plan made ready to run many times: what each fetch needs of the answer so far and where its result goes. Fetches
 * of entities that go to one subgraph at the same moment become one call.
 */
import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

export type Step =
  | { readonly kind: 'sequence' | 'parallel'; readonly steps: readonly Step[] }
  | RootFetch
  | EntityFetches;

/** Asks a subgraph's entry points. */
export interface RootFetch {
  readonly kind: 'root';
  readonly service: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: readonly string[];
}

/** Asks a subgraph for entities, for one or more places of the answer in one call. */
export interface EntityFetches {
  readonly kind: 'entities';
  readonly service: string;
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: readonly string[];
  readonly places: readonly EntityPlace[];
}

export interface EntityPlace {
  /** Where the entities stand in the answer; '@' for every item of a list. */
  readonly path: readonly string[];
  /** What the subgraph must be told of each. */
  readonly requires: readonly Required[];
  /** The variable that carries them, and the field of the result that holds the answers. */
  readonly representations: string;
  readonly result: string;
}

/** Fields to copy from an entity of the type, nested ones with what they hold. */
export interface Required {
  readonly type: string;
  readonly fields: readonly RequiredField[];
}

export interface RequiredField {
  readonly name: string;
  readonly fields: readonly RequiredField[] | null;
}

/** Null for plans that only the gateway's own way runs: conditions, rewrites, subscriptions. */
export function planSteps({ node }: QueryPlan): Step | null {
  if (!node || node.kind === 'Subscription') return null;
  const step = stepOf(node, []);
  if (step === null) return null;
  const asPlanned = joinedWithin(step);
  const byLevel = levelled(step);
  return callsOf(byLevel) < callsOf(asPlanned) ? byLevel : asPlanned;
}

function stepOf(node: PlanNode, path: readonly string[]): Step | null {
  switch (node.kind) {
    case 'Fetch':
      return fetchStep(node, path);
    case 'Flatten':
      return stepOf(node.node, [...path, ...node.path.map(String)]);
    case 'Sequence':
    case 'Parallel': {
      const steps = node.nodes.map((inner) => stepOf(inner, path));
      if (steps.some((step) => step === null)) return null;
      return { kind: node.kind === 'Sequence' ? 'sequence' : 'parallel', steps: steps as Step[] };
    }
    default:
      return null;
  }
}

type Fetch = RootFetch | EntityFetches;

function isFetch(step: Step): step is Fetch {
  return step.kind === 'root' || step.kind === 'entities';
}

/** The steps as they were planned, with one call for what goes to one subgraph at the same moment. */
function joinedWithin(step: Step): Step {
  if (isFetch(step)) return step;
  const steps = step.steps.map(joinedWithin);
  return { kind: step.kind, steps: step.kind === 'parallel' ? together(steps) : steps };
}

/**
 * The same fetches in lockstep: branches that run beside each other wait for each other after each fetch, so that what
 * they ask of one subgraph next is one call. What has to come after another fetch still does.
 */
function levelled(step: Step): Step {
  return { kind: 'sequence', steps: levelsOf(step).map((level) => ({ kind: 'parallel', steps: together(level) })) };
}

function levelsOf(step: Step): Fetch[][] {
  if (isFetch(step)) return [[step]];
  if (step.kind === 'sequence') return step.steps.flatMap(levelsOf);
  const levels: Fetch[][] = [];
  for (const branch of step.steps.map(levelsOf))
    for (const [depth, level] of branch.entries()) levels[depth] = [...(levels[depth] ?? []), ...level];
  return levels;
}

function callsOf(step: Step): number {
  if (isFetch(step)) return 1;
  return step.steps.reduce((sum, inner) => sum + callsOf(inner), 0);
}

function fetchStep(node: FetchNode, path: readonly string[]): Fetch | null {
  if (node.inputRewrites?.length || node.outputRewrites?.length) return null;
  const { serviceName: service, operation: query, operationName, variableUsages: variables = [] } = node;
  if (!node.requires) return path.length > 0 ? null : { kind: 'root', service, query, operationName, variables };
  const requires = requiredOf(node.requires);
  if (requires === null) return null;
  const place: EntityPlace = { path, requires, representations: 'representations', result: '_entities' };
  return { kind: 'entities', service, query, operationName, variables, places: [place] };
}

function requiredOf(selections: readonly QueryPlanSelectionNode[]): Required[] | null {
  const required: Required[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) return null;
    const fields = fieldsOf(selection.selections);
    if (fields === null) return null;
    required.push({ type: selection.typeCondition, fields });
  }
  return required;
}

function fieldsOf(selections: readonly QueryPlanSelectionNode[]): RequiredField[] | null {
  const fields: RequiredField[] = [];
  for (const selection of selections) {
    if (selection.kind !== 'Field' || selection.alias !== undefined) return null;
    const inner = selection.selections ? fieldsOf(selection.selections) : null;
    if (selection.selections && inner === null) return null;
    fields.push({ name: selection.name, fields: inner });
  }
  return fields;
}

/** Entity fetches that start at the same moment and go to the same subgraph, put into one call each. */
function together(steps: readonly Step[]): Step[] {
  const groups = new Map<string, EntityFetches[]>();
  const others: Step[] = [];
  for (const step of steps)
    if (step.kind === 'entities') groups.set(step.service, [...(groups.get(step.service) ?? []), step]);
    else others.push(step);
  return [...others, ...[...groups.values()].flatMap(joined)];
}

function joined(fetches: readonly EntityFetches[]): EntityFetches[] {
  const [first, ...rest] = fetches;
  if (!first || rest.length === 0) return [...fetches];
  const parts = fetches.map(({ query }, index) => renamed(parse(query, { noLocation: true }), index));
  if (parts.some((part) => part === null)) return [...fetches];
  const known = parts as OperationDefinitionNode[];
  const definitions = new Map<string, VariableDefinitionNode>();
  for (const part of known)
    for (const definition of part.variableDefinitions ?? [])
      definitions.set(definition.variable.name.value, definition);
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...(known[0] as OperationDefinitionNode),
        variableDefinitions: [...definitions.values()],
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: known.flatMap(({ selectionSet }) => selectionSet.selections),
        },
      },
    ],
  };
  return [
    {
      ...first,
      query: print(document),
      variables: [...new Set(fetches.flatMap(({ variables }) => variables))],
      places: fetches.flatMap(({ places }, index) =>
        places.map((place) => ({ ...place, representations: `representations${index}`, result: `entities${index}` })),
      ),
    },
  ];
}

/** The one operation of a fetch with names of its own for what it is told and what it answers; null when it has more. */
function renamed(document: DocumentNode, index: number): OperationDefinitionNode | null {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return null;
  return visit(operation, {
    Variable: (node) =>
      node.name.value === 'representations'
        ? { ...node, name: { ...node.name, value: `representations${index}` } }
        : undefined,
    Field: (node): FieldNode | undefined =>
      node.name.value === '_entities' ? { ...node, alias: { kind: Kind.NAME, value: `entities${index}` } } : undefined,
  });
}
