/** Runs the steps of a plan: asks subgraphs, in order where one needs another, and puts the answer together. */
import { GraphQLError } from 'graphql';
import type { Json, Variables } from './answer-shape.js';
import type { EntityFetches, EntityPlace, Required, RequiredField, RootFetch, Step } from './plan-steps.js';

export interface SubgraphReply {
  readonly data?: Json | null | undefined;
  readonly errors?: readonly SubgraphError[] | undefined;
}

export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** How a subgraph is asked. Rejects when it cannot be. */
export type AskSubgraph = (
  service: string,
  request: { query: string; operationName: string | undefined; variables: Json },
) => Promise<SubgraphReply>;

export interface Run {
  readonly ask: AskSubgraph;
  readonly variables: Variables;
  /** The answer so far. */
  readonly data: Json;
  readonly errors: unknown[];
}

export async function runStep(step: Step, run: Run): Promise<void> {
  switch (step.kind) {
    case 'sequence':
      for (const inner of step.steps) await runStep(inner, run);
      return;
    case 'parallel':
      await Promise.all(step.steps.map((inner) => runStep(inner, run)));
      return;
    default:
      try {
        await (step.kind === 'root' ? fetchRoot(step, run) : fetchEntities(step, run));
      } catch (error) {
        // One subgraph that cannot be asked leaves the rest of the answer standing.
        run.errors.push(error);
      }
  }
}

async function fetchRoot(step: RootFetch, run: Run): Promise<void> {
  const { data, errors = [] } = await ask(step, variablesOf(step.variables, run.variables), run);
  for (const error of errors) run.errors.push(subgraphError(error, step.service, error.path));
  if (data) merge(run.data, data);
}

/** One entity to ask for, and all objects of the answer that it completes. */
interface Wanted {
  readonly representation: Json;
  readonly targets: Json[];
  readonly paths: (readonly (string | number)[])[];
}

async function fetchEntities(step: EntityFetches, run: Run): Promise<void> {
  const variables = variablesOf(step.variables, run.variables);
  const wanted = step.places.map((place) => wantedAt(place, run.data));
  if (wanted.every((entities) => entities.length === 0)) return;
  for (const [index, { representations }] of step.places.entries())
    variables[representations] = (wanted[index] ?? []).map(({ representation }) => representation);
  const { data, errors = [] } = await ask(step, variables, run);
  for (const error of errors) run.errors.push(...entityErrors(error, step, wanted));
  if (!data) return;
  for (const [index, { result }] of step.places.entries()) complete(wanted[index] ?? [], data[result]);
}

function ask(step: RootFetch | EntityFetches, variables: Json, run: Run): Promise<SubgraphReply> {
  return run.ask(step.service, { query: step.query, operationName: step.operationName, variables });
}

function variablesOf(names: readonly string[], given: Variables): Json {
  const variables: Json = {};
  for (const name of names) if (Object.hasOwn(given, name) && given[name] !== undefined) variables[name] = given[name];
  return variables;
}

/** The entities at a place, each once, however often it stands there. */
function wantedAt({ path, requires }: EntityPlace, data: Json): Wanted[] {
  const wanted = new Map<string, Wanted>();
  eachAt(data, path, 0, [], (target, at) => {
    const representation = representationOf(target, requires);
    if (representation === null) return;
    const key = JSON.stringify(representation);
    const known = wanted.get(key);
    if (known) {
      known.targets.push(target);
      known.paths.push(at);
    } else wanted.set(key, { representation, targets: [target], paths: [at] });
  });
  return [...wanted.values()];
}

function eachAt(
  value: unknown,
  path: readonly string[],
  from: number,
  at: readonly (string | number)[],
  found: (target: Json, at: readonly (string | number)[]) => void,
): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    // A list stands for each of its items, with or without '@'.
    const rest = path[from] === '@' ? from + 1 : from;
    for (const [index, item] of value.entries()) eachAt(item, path, rest, [...at, index], found);
    return;
  }
  const name = path[from];
  if (name === undefined) found(value as Json, at);
  else if (Object.hasOwn(value, name)) eachAt((value as Json)[name], path, from + 1, [...at, name], found);
}

/** Null where the answer does not hold what the subgraph must be told. */
function representationOf(target: Json, requires: readonly Required[]): Json | null {
  const typename = target['__typename'];
  const required = requires.find(({ type }) => type === typename);
  return required ? copied(target, required.fields) : null;
}

function copied(source: Json, fields: readonly RequiredField[]): Json | null {
  const copy: Json = {};
  for (const { name, fields: inner } of fields) {
    const value = source[name];
    if (value === undefined) return null;
    copy[name] = inner === null ? value : copiedValue(value, inner);
  }
  return copy;
}

function copiedValue(value: unknown, fields: readonly RequiredField[]): unknown {
  if (Array.isArray(value)) return value.map((item) => copiedValue(item, fields));
  return typeof value === 'object' && value !== null ? copied(value as Json, fields) : value;
}

function complete(wanted: readonly Wanted[], entities: unknown): void {
  if (!Array.isArray(entities)) return;
  for (const [index, { targets }] of wanted.entries()) {
    const entity: unknown = entities[index];
    if (typeof entity !== 'object' || entity === null) continue;
    for (const target of targets) merge(target, entity as Json);
  }
}

/** Adds what a subgraph gave to the answer so far. Lists of equal length are joined item by item. */
function merge(target: Json, source: Json): void {
  for (const key of Object.keys(source)) {
    const given = source[key];
    const known = target[key];
    if (known === undefined || known === null) {
      if (given !== undefined) target[key] = given;
    } else if (Array.isArray(given) && Array.isArray(known) && given.length === known.length) {
      for (const [index, item] of given.entries())
        if (isObject(item) && isObject(known[index])) merge(known[index], item);
        else known[index] = item;
    } else if (isObject(given) && isObject(known)) merge(known, given);
    else if (given !== undefined) target[key] = given;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An error of an entity stands at every place of the answer that the entity completes. */
function entityErrors(error: SubgraphError, step: EntityFetches, wanted: readonly Wanted[][]): GraphQLError[] {
  const [result, index, ...below] = error.path ?? [];
  const place = step.places.findIndex((candidate) => candidate.result === result);
  const paths = typeof index === 'number' ? (wanted[place]?.[index]?.paths ?? []) : [];
  if (paths.length === 0) return [subgraphError(error, step.service, step.places[0]?.path)];
  return paths.map((path) => subgraphError(error, step.service, [...path, ...below]));
}

function subgraphError(
  error: SubgraphError,
  serviceName: string,
  path: readonly (string | number)[] | undefined,
): GraphQLError {
  return new GraphQLError(error.message || 'A subgraph failed.', {
    originalError: error as unknown as Error,
    ...(path && { path }),
    extensions: { ...error.extensions, serviceName },
  });
}
