/**
 * The last step of an answer, made ready for one operation: from what the subgraphs gave to what the operation selects,
 * in its order and under its aliases. Whatever is unusual (a null where none may be, a type that was not expected) is
 * not decided here: `null` sends the answer the long way.
 */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export type Json = Record<string, unknown>;
export type Variables = Readonly<Record<string, unknown>>;

/** Thrown within, caught at the edge: this answer is not an ordinary one. */
const UNUSUAL = Symbol('unusual');

type Shape = (value: unknown, variables: Variables) => unknown;

interface FieldShape {
  readonly key: string;
  /** Conditions of @skip and @include: all must hold. */
  readonly when: readonly Condition[];
  /** Null for `__typename`. */
  readonly shape: Shape | null;
}

interface Condition {
  readonly variable: string;
  readonly include: boolean;
}

export interface AnswerShape {
  /** The answer's data; null where it is not an ordinary one. */
  apply(data: Json, variables: Variables): Json | null;
}

/** Null for operations that are not shaped here: introspection, abstract types, keys that objects are born with. */
export function answerShape(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): AnswerShape | null {
  const root = schema.getRootType(operation.operation);
  if (!root) return null;
  try {
    const shape = new ShapeCompiler(schema, fragments, variablesWithDefault(operation)).object(root, [
      operation.selectionSet,
    ]);
    return {
      apply(data, variables) {
        try {
          return shape(data, variables) as Json;
        } catch (error) {
          if (error === UNUSUAL) return null;
          throw error;
        }
      },
    };
  } catch (error) {
    if (error === UNUSUAL) return null;
    throw error;
  }
}

/** Conditions on these are left to Apollo's way, which fills in defaults. */
function variablesWithDefault({ variableDefinitions = [] }: OperationDefinitionNode): ReadonlySet<string> {
  const defaulted = variableDefinitions.filter(({ defaultValue }) => defaultValue !== undefined);
  return new Set(defaulted.map(({ variable }) => variable.name.value));
}

/** One field of an answer, gathered from all places of the operation that select it. */
interface Gathered {
  readonly key: string;
  readonly name: string;
  readonly nodes: FieldNode[];
  readonly when: readonly Condition[];
}

class ShapeCompiler {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;

  readonly #defaulted: ReadonlySet<string>;

  constructor(
    schema: GraphQLSchema,
    fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    defaulted: ReadonlySet<string>,
  ) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#defaulted = defaulted;
  }

  object(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Shape {
    const gathered = new Map<string, Gathered>();
    for (const set of sets) this.#gather(type, set, [], gathered);
    const fields = [...gathered.values()].map((field) => this.#field(type, field));
    const { name } = type;
    return (value, variables) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw UNUSUAL;
      const given = value as Json;
      const typename = given['__typename'];
      if (typename !== undefined && typename !== name) throw UNUSUAL;
      const shaped: Json = {};
      for (const { key, when, shape } of fields) {
        if (when.length > 0 && !holds(when, variables)) continue;
        shaped[key] = shape === null ? name : shape(given[key], variables);
      }
      return shaped;
    };
  }

  #field(type: GraphQLObjectType, { key, name, nodes, when }: Gathered): FieldShape {
    if (name === '__typename') return { key, when, shape: null };
    const field = type.getFields()[name];
    if (!field || name.startsWith('__') || key in Object.prototype) throw UNUSUAL;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    return { key, when, shape: this.#value(field.type, sets) };
  }

  #value(type: GraphQLOutputType, sets: readonly SelectionSetNode[]): Shape {
    if (isNonNullType(type)) {
      const inner = this.#value(type.ofType, sets);
      return (value, variables) => {
        const shaped = inner(value, variables);
        if (shaped === null) throw UNUSUAL;
        return shaped;
      };
    }
    if (isListType(type)) {
      const item = this.#value(type.ofType, sets);
      return (value, variables) => {
        if (value === null || value === undefined) return null;
        if (!Array.isArray(value)) throw UNUSUAL;
        return value.map((entry) => item(entry, variables));
      };
    }
    if (isObjectType(type)) {
      const object = this.object(type, sets);
      return (value, variables) => (value === null || value === undefined ? null : object(value, variables));
    }
    // Scalars and enums were completed by the subgraph; the view has no abstract types.
    if ('getFields' in type || 'getTypes' in type) throw UNUSUAL;
    return (value) => value ?? null;
  }

  #gather(
    type: GraphQLObjectType,
    set: SelectionSetNode,
    when: readonly Condition[],
    into: Map<string, Gathered>,
  ): void {
    for (const selection of set.selections) {
      const conditions = [...when, ...conditionsOf(selection.directives ?? [])];
      const held = conditions.filter((condition) => condition !== NEVER);
      if (held.length < conditions.length) continue;
      if (held.some(({ variable }) => this.#defaulted.has(variable))) throw UNUSUAL;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const known = into.get(key);
        // The same field under different conditions: which of its parts are selected depends on both.
        if (known && JSON.stringify(known.when) !== JSON.stringify(held)) throw UNUSUAL;
        if (known) known.nodes.push(selection);
        else into.set(key, { key, name: selection.name.value, nodes: [selection], when: held });
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments[selection.name.value];
      if (!fragment) throw UNUSUAL;
      const condition = fragment.typeCondition?.name.value;
      if (condition !== undefined && !isObjectType(this.#schema.getType(condition))) throw UNUSUAL;
      if (condition === undefined || condition === type.name) this.#gather(type, fragment.selectionSet, held, into);
    }
  }
}

const NEVER = 'never';

/** What @skip and @include ask for; NEVER for a selection that is left out in any case. */
function conditionsOf(directives: NonNullable<FieldNode['directives']>): (Condition | typeof NEVER)[] {
  const conditions: (Condition | typeof NEVER)[] = [];
  for (const { name, arguments: given = [] } of directives) {
    const include = name.value === 'include';
    if (!include && name.value !== 'skip') continue;
    const value = given[0]?.value;
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, include });
    else if (value?.kind !== Kind.BOOLEAN) throw UNUSUAL;
    else if (value.value !== include) conditions.push(NEVER);
  }
  return conditions;
}

function holds(when: readonly Condition[], variables: Variables): boolean {
  return when.every(({ variable, include }) => {
    const value = variables[variable];
    if (typeof value !== 'boolean') throw UNUSUAL;
    return value === include;
  });
}
