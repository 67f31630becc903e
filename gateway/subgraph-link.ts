/** From a gateway's query plan to its subgraphs: signs for the viewer, bounds the time, gathers what was disclosed. */
import type { GraphQLDataSource } from '@apollo/gateway';
import CircuitBreaker from 'opossum';
import type { TrailActs, TrailDisclosure } from '../schema/policy/trail.js';
import { VIEWER_HEADER } from '../schema/policy/viewer.js';
import { safeLabels } from '../schema/telemetry/labels.js';
import { inSpan, measured, traceHeaders, watched } from '../schema/telemetry/telemetry.js';
import type { GatewayContext } from './context.js';
import { catalogued } from './errors.js';

export interface LinkRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

export interface LinkAnswer {
  readonly status: number;
  readonly body: {
    readonly data?: Record<string, unknown> | null | undefined;
    readonly errors?:
      | readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
      | undefined;
    readonly extensions?:
      | {
          readonly disclosures?: readonly TrailDisclosure[];
          readonly acts?: TrailActs;
          readonly breakGlass?: readonly { readonly patient: string; readonly until: Date | string }[];
        }
      | undefined;
  };
}

/** For whom a subgraph is asked: one object for each request of the gateway's. */
export type AskedFor = Pick<GatewayContext, 'viewer' | 'seal'>;

/**
 * How one subgraph is asked: in this process, or over HTTP. Rejects when it cannot be asked; `signal` makes what aborts
 * a question that waits too long.
 */
export type Ask = (request: LinkRequest, asker: AskedFor, signal: () => AbortSignal) => Promise<LinkAnswer>;

type Options = Parameters<GraphQLDataSource<Record<string, unknown>>['process']>[0];
type Response = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** The data source of one subgraph. */
export function subgraphLink(ask: Ask, deadlineMs: number, name: string): GraphQLDataSource {
  return {
    async process({ request, context }: Options): Promise<Response> {
      const viewing = context as unknown as GatewayContext;
      const asked = { query: request.query ?? '', variables: request.variables, operationName: request.operationName };
      const { status, body } = await watchedAsk(name, () =>
        withDeadline((signal) => ask(asked, viewing, signal), deadlineMs),
      );
      if (status !== 200 && !body.errors) throw catalogued('SUBGRAPH_UNAVAILABLE');
      for (const disclosure of body.extensions?.disclosures ?? []) viewing.disclosed.push(disclosure);
      // What was done first names the operation; a later fetch only reads what the mutation wrote.
      viewing.acts = { ...body.extensions?.acts, ...viewing.acts };
      for (const { patient, until } of body.extensions?.breakGlass ?? [])
        viewing.brokenGlass.set(patient, { patient, until: new Date(until).toISOString() });
      if (body.errors?.some(({ extensions }) => extensions?.['code'] === 'FORBIDDEN')) viewing.refused = true;
      return { data: body.data, errors: body.errors } as unknown as Response;
    },
  };
}

function watchedAsk(subgraph: string, ask: () => Promise<LinkAnswer>): Promise<LinkAnswer> {
  if (!watched()) return ask();
  const began = performance.now();
  const done = (outcome: 'done' | 'failed') =>
    measured()?.subgraphs.record((performance.now() - began) / 1000, safeLabels({ subgraph, outcome }));
  return inSpan('subgraph', { subgraph }, () =>
    ask().then(
      (answer) => {
        done(answer.body.errors ? 'failed' : 'done');
        return answer;
      },
      (error: unknown) => {
        done('failed');
        throw error;
      },
    ),
  );
}

async function withDeadline<T>(work: (signal: () => AbortSignal) => Promise<T>, deadlineMs: number): Promise<T> {
  let controller: AbortController | undefined;
  const signal = () => {
    controller ??= new AbortController();
    return controller.signal;
  };
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller?.abort();
      reject(catalogued('SUBGRAPH_DEADLINE'));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work(signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** Five calls in ten seconds of which half fail open the breaker; after five seconds one call tries again. */
const BREAKER = {
  timeout: false,
  volumeThreshold: 5,
  errorThresholdPercentage: 50,
  rollingCountTimeout: 10_000,
  resetTimeout: 5_000,
} as const;

/**
 * A subgraph in another process. Whatever it says that is not an answer in JSON is unavailability, nothing more. One that
 * keeps failing, or swallows what it is asked, is left alone for a while: callers are told at once, and it may recover.
 */
export function askOverHttp(url: string): Ask {
  const breaker = new CircuitBreaker(postTo(url), BREAKER);
  return async (request, asker, signal) => {
    try {
      return await breaker.fire(request, asker, signal);
    } catch (error) {
      throw CircuitBreaker.isOurError(error as Error) ? catalogued('SUBGRAPH_UNAVAILABLE') : error;
    }
  };
}

function postTo(url: string): Ask {
  return async (request, { seal }, signal) => {
    let status: number;
    let body: unknown;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...traceHeaders(), 'content-type': 'application/json', [VIEWER_HEADER]: seal() },
        body: JSON.stringify(request),
        redirect: 'error',
        signal: signal(),
      });
      status = response.status;
      body = await response.json();
    } catch (error) {
      throw Object.assign(catalogued('SUBGRAPH_UNAVAILABLE'), { cause: error });
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw catalogued('SUBGRAPH_UNAVAILABLE');
    return { status, body };
  };
}
