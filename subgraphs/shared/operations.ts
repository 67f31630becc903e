/**
 * Operations of one subgraph, parsed and validated once. One that comes again is compiled to a function of its own,
 * which runs several times faster than interpreting it; the first time is interpreted, so that strangers who send ever
 * new operations cannot make us compile. What is kept is bounded.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLInputField,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  Kind,
  type NamedTypeNode,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  typeFromAST,
  validate,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';

/** Operations kept for repetition. */
const KEPT = 1000;
const RULES = [...specifiedRules, NoSchemaIntrospectionCustomRule];

export interface OperationAsked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

type Run = (
  context: object,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult> | ExecutionResult;

export class Operations {
  readonly #schema: GraphQLSchema;
  readonly #known = new LRUCache<string, Operation | readonly GraphQLError[]>({ max: KEPT });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** What runs an operation, or what is wrong with it. */
  find(query: string): Operation | readonly GraphQLError[] {
    const known = this.#known.get(query);
    if (known) return known;
    const found = this.#read(query);
    this.#known.set(query, found);
    return found;
  }

  #read(query: string): Operation | readonly GraphQLError[] {
    try {
      const document = parse(query, { noLocation: true });
      const errors = validate(this.#schema, document, RULES);
      return errors.length > 0 ? errors : new Operation(this.#schema, document);
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError('The operation does not parse.')];
    }
  }
}

/** A valid document; it may hold several operations. */
export class Operation {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #runs = new Map<string, Run>();
  readonly #seen = new Set<string>();

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
  }

  run({ variables = {}, operationName = '' }: OperationAsked, context: object) {
    const run = this.#runs.get(operationName) ?? this.#next(operationName);
    return run(context, variables);
  }

  #next(operationName: string): Run {
    if (!this.#seen.has(operationName)) {
      this.#seen.add(operationName);
      return this.#interpreted(operationName);
    }
    const run = this.#compiled(operationName) ?? this.#interpreted(operationName);
    this.#runs.set(operationName, run);
    return run;
  }

  #interpreted(operationName: string): Run {
    return (contextValue, variableValues) =>
      execute({
        schema: this.#schema,
        document: this.#document,
        contextValue,
        variableValues,
        ...(operationName !== '' && { operationName }),
      });
  }

  /** Null where the compiler does not take the operation, such as one of several that is not named. */
  #compiled(operationName: string): Run | null {
    if (takesNestedInput(this.#schema, this.#document)) return null;
    const compiled = compileQuery(this.#schema, this.#document, operationName, { disablingCapturingStackErrors: true });
    if (!isCompiledQuery(compiled)) return null;
    return (context, variables) => compiled.query({}, context, { ...variables });
  }
}

/**
 * Whether a variable is an input that holds inputs. The compiler writes out the reading of each of them wherever it may
 * stand: for a cohort's criteria, which nest in each other, that takes seconds, while reading them takes microseconds.
 */
function takesNestedInput(schema: GraphQLSchema, document: DocumentNode): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (definition.variableDefinitions ?? []).some(({ type }) => {
        const input = getNamedType(typeFromAST(schema, type as NamedTypeNode));
        return isInputObjectType(input) && Object.values(input.getFields()).some(isInputField);
      }),
  );
}

function isInputField({ type }: GraphQLInputField): boolean {
  return isInputObjectType(getNamedType(type));
}
