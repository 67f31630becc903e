/**
 * An ApolloGateway that runs operations which come again by steps made ready for them. It plans as it always does, and
 * what is not ordinary (introspection, conditions in the plan, an answer with gaps) goes Apollo's own way.
 *
 * What is ready is answered by a plugin, before the server calls the gateway's executor: what the server makes for that
 * call is an object with accessors of its own, and V8 keeps such closures where only a full collection looks. All that
 * hung on a request, its answer too, then outlived it by seconds and was copied twice meanwhile.
 */
import { type Operation, type Schema, Supergraph } from '@apollo/federation-internals';
import { ApolloGateway, type GatewayConfig, type GraphQLDataSource } from '@apollo/gateway';
import {
  type ApolloServerPlugin,
  type GraphQLRequestContextResponseForOperation,
  type GraphQLResponse,
  HeaderMap,
} from '@apollo/server';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { KeptWith } from '../../subgraphs/shared/kept-with.js';
import type { GatewayContext } from '../context.js';
import { type AnswerShape, answerShape, type Variables } from './answer-shape.js';
import { apolloOperation, apolloShaped } from './apollo-shape.js';
import { planSteps, type Step } from './plan-steps.js';
import { type AskSubgraph, type Run, runStep } from './run-steps.js';

type GatewayExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;
type Asked = GraphQLRequestContextResponseForOperation<GatewayContext>;
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

/** How it loads, kept to itself as well. */
interface Loading {
  createServices(services: ReturnType<Supergraph['subgraphsMetadata']>): void;
  createSchemaFromSupergraphSdl(supergraphSdl: string): {
    readonly supergraph: Supergraph;
    readonly supergraphSdl: string;
  };
}

export class CompiledGateway extends ApolloGateway {
  /** By parsed document, which the server keeps for as long as it keeps the operation; null: not for us. */
  readonly #prepared = new WeakMap<DocumentNode, Map<string, Prepared | null>>();

  /** By what the request knows of itself: what came of it that is not an ordinary answer, for the server to treat as ever. */
  readonly #unusual = new KeptWith<GatewayContext, Promise<GatewayExecutionResult>>();

  /** To be among the plugins of the server that has this gateway; without it every operation goes Apollo's way. */
  readonly answering: ApolloServerPlugin<GatewayContext> = {
    requestDidStart: async () => ({ responseForOperation: (asked) => this.#answer(asked) }),
  };

  constructor(config: GatewayConfig & { readonly supergraphSdl: string }) {
    const planned: { tell: (resolved: Resolved) => void } = { tell: () => {} };
    super({ ...config, experimental_didResolveQueryPlan: (resolved) => planned.tell(resolved) });
    planned.tell = (resolved) => this.#prepare(resolved);
    this.#loadWithoutPlaces(config.validateSupergraph ?? true);
    const apollos = this.executor;
    // Once: whoever asks again with the same context asks something else.
    this.executor = async (context) =>
      this.#unusual.take(context.context as unknown as GatewayContext) ?? apollos(context);
  }

  /** The place of each word in the text would be kept for messages about a supergraph that is wrong: 10 MB for all roles. */
  #loadWithoutPlaces(validateSupergraph: boolean): void {
    const loading = this as unknown as Loading;
    if (typeof loading.createSchemaFromSupergraphSdl !== 'function' || typeof loading.createServices !== 'function')
      throw new Error('this version of @apollo/gateway is not known: how it loads cannot be changed');
    loading.createSchemaFromSupergraphSdl = (supergraphSdl) => {
      const supergraph = Supergraph.build(parse(supergraphSdl, { noLocation: true }), { validateSupergraph });
      loading.createServices(supergraph.subgraphsMetadata());
      return { supergraph, supergraphSdl };
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

  /** Null where the server goes on: to Apollo's way, or with what came of ours. */
  async #answer(asked: Asked): Promise<GraphQLResponse | null> {
    const prepared = this.#prepared.get(asked.document)?.get(asked.request.operationName ?? '');
    if (!prepared) return null;
    const running = this.#execute(prepared, asked);
    const result = await running.catch(() => null);
    if (result?.data && result.errors === undefined && result.extensions === undefined)
      return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data: result.data } } };
    this.#unusual.set(asked.contextValue, running);
    return null;
  }

  async #execute(prepared: Prepared, asked: Asked): Promise<GatewayExecutionResult> {
    const { schema, operation } = prepared.context;
    const variables: Variables = asked.request.variables ?? {};
    const { errors: misfits } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    if (misfits) return { errors: [...misfits] };
    const run: Run = { ask: this.#asking(asked), variables, data: {}, errors: [] };
    await runStep(prepared.steps, run);
    const data = run.errors.length === 0 ? prepared.shape.apply(run.data, variables) : null;
    return data ? { data } : this.#shapedByApollo(prepared, run);
  }

  #shapedByApollo(prepared: Prepared, { variables, data, errors }: Run): GatewayExecutionResult {
    prepared.apollo ??= apolloOperation(this.#loaded.apiSchema, prepared.context);
    return apolloShaped(prepared.apollo, variables, data, errors as GraphQLError[]) as GatewayExecutionResult;
  }

  #asking({ contextValue }: Asked): AskSubgraph {
    const { serviceMap } = this.#loaded;
    return async (service, request) => {
      const link = serviceMap[service];
      if (!link) throw new Error(`the plan names a subgraph that is not there: ${service}`);
      return (await link.dataSource.process({ request, context: contextValue } as never)) as Awaited<
        ReturnType<AskSubgraph>
      >;
    };
  }

  get #loaded(): Loaded {
    return this as unknown as Loaded;
  }
}
