/**
 * An ApolloGateway that runs operations which come again by steps made ready for them. It plans as it always does, and
 * what is not ordinary (introspection, conditions in the plan, an answer with gaps) goes Apollo's own way.
 */
import type { Operation, Schema } from '@apollo/federation-internals';
import { ApolloGateway, type GatewayConfig, type GraphQLDataSource } from '@apollo/gateway';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { type AnswerShape, answerShape, type Variables } from './answer-shape.js';
import { apolloOperation, apolloShaped } from './apollo-shape.js';
import { planSteps, type Step } from './plan-steps.js';
import { type AskSubgraph, type Run, runStep } from './run-steps.js';

type Executor = ApolloGateway['executor'];
type GatewayGraphQLRequestContext = Parameters<Executor>[0];
type GatewayExecutionResult = Awaited<ReturnType<Executor>>;
type Resolved = Parameters<NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>>[0];

export interface OperationContext {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

interface Prepared {
  readonly context: OperationContext;
  readonly steps: Step;
  readonly shape: AnswerShape;
  /** Made when an answer is first not ordinary. */
  apollo: Operation | null;
}

/** What an ApolloGateway keeps to itself once it has loaded. */
interface Loaded {
  readonly serviceMap: Readonly<Record<string, { readonly dataSource: GraphQLDataSource }>>;
  readonly apiSchema: Schema;
}

export class CompiledGateway extends ApolloGateway {
  /** By parsed document, which the server keeps for as long as it keeps the operation; null: not for us. */
  readonly #prepared = new WeakMap<DocumentNode, Map<string, Prepared | null>>();

  constructor(config: GatewayConfig & { readonly supergraphSdl: string }) {
    const planned: { tell: (resolved: Resolved) => void } = { tell: () => {} };
    super({ ...config, experimental_didResolveQueryPlan: (resolved) => planned.tell(resolved) });
    planned.tell = (resolved) => this.#prepare(resolved);
    const apollos = this.executor;
    this.executor = (context) => {
      const prepared = this.#preparedFor(context);
      return prepared ? this.#execute(prepared, context) : apollos(context);
    };
  }

  /** Called when Apollo's way has planned an operation: the next time it comes it is ready. */
  #prepare({ queryPlan, operationContext, requestContext }: Resolved): void {
    const document = requestContext.document as DocumentNode;
    const byName = this.#prepared.get(document) ?? new Map<string, Prepared | null>();
    this.#prepared.set(document, byName);
    const name = requestContext.request.operationName ?? '';
    if (byName.has(name)) return;
    const { schema, operation, fragments } = operationContext;
    const steps = planSteps(queryPlan);
    const shape = answerShape(schema, operation, fragments);
    byName.set(name, steps && shape ? { context: operationContext, steps, shape, apollo: null } : null);
  }

  #preparedFor({ document, request }: GatewayGraphQLRequestContext): Prepared | null | undefined {
    return this.#prepared.get(document as DocumentNode)?.get(request.operationName ?? '');
  }

  async #execute(prepared: Prepared, context: GatewayGraphQLRequestContext): Promise<GatewayExecutionResult> {
    const { schema, operation } = prepared.context;
    const variables: Variables = context.request.variables ?? {};
    const { errors: misfits } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (misfits) return { errors: [...misfits] };
    const run: Run = { ask: this.#asking(context), variables, data: {}, errors: [] };
    await runStep(prepared.steps, run);
    const data = run.errors.length === 0 ? prepared.shape.apply(run.data, variables) : null;
    return data ? { data } : this.#shapedByApollo(prepared, run);
  }

  #shapedByApollo(prepared: Prepared, { variables, data, errors }: Run): GatewayExecutionResult {
    prepared.apollo ??= apolloOperation(this.#loaded.apiSchema, prepared.context);
    return apolloShaped(prepared.apollo, variables, data, errors as GraphQLError[]) as GatewayExecutionResult;
  }

  #asking(context: GatewayGraphQLRequestContext): AskSubgraph {
    const { serviceMap } = this.#loaded;
    return async (service, request) => {
      const link = serviceMap[service];
      if (!link) throw new Error(`the plan names a subgraph that is not there: ${service}`);
      const asked = { kind: 'incoming operation', request, incomingRequestContext: context, context: context.context };
      return (await link.dataSource.process(asked as never)) as Awaited<ReturnType<AskSubgraph>>;
    };
  }

  get #loaded(): Loaded {
    return this as unknown as Loaded;
  }
}
