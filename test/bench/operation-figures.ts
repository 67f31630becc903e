/** Getting to know an operation: what is spent before the first record is asked for, the first time and from then on. */
import { QueryPlanner } from '@apollo/query-planner';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { parse, print } from 'graphql';
import { apolloOptions } from '../../gateway/apollo-options.js';
import { CompiledGateway } from '../../gateway/compiled/compiled-gateway.js';
import { readConfig } from '../../gateway/config.js';
import { type GatewayContext, gatewayContext } from '../../gateway/context.js';
import { createLimits } from '../../gateway/limits/limits.js';
import { readRoleSupergraph } from '../../schema/derive/generated.js';
import { ROLES, type Role, type Viewer } from '../../schema/policy/viewer.js';
import { exampleQuestions, type Question } from '../counts/questions.js';
import { CHART } from './questions.js';
import { type Figure, median, type Settings } from './rounds.js';

const SECRET = 'a secret of the bench, of no use elsewhere';
/** Repetitions of one round. */
const TIMES = 2000;

/** A collection of garbage during one planning is not the planner's: the middle of so many counts. */
const TRIES = 3;

/** When things happened, in milliseconds; `asked` is the first call to a subgraph. */
interface Clock {
  arrived: number;
  asked: number;
}

/** A role's server with subgraphs that know nothing. */
async function serverOf(role: Role, clock: Clock): Promise<ApolloServer<GatewayContext>> {
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const arrival: ApolloServerPlugin<GatewayContext> = {
    requestDidStart: async () => {
      clock.arrived = performance.now();
      clock.asked = 0;
      return {};
    },
  };
  const gateway = new CompiledGateway({
    supergraphSdl: readRoleSupergraph(role),
    logger: quiet,
    buildService: () => ({
      async process() {
        clock.asked ||= performance.now();
        return { data: {} };
      },
    }),
  });
  const options = apolloOptions();
  const server = new ApolloServer<GatewayContext>({
    ...options,
    // As in the gateway, but for what only watches or tells; the clock is the first to hear of a request.
    plugins: [arrival, ...options.plugins, gateway.answering],
    gateway,
    logger: quiet,
  });
  await server.start();
  return server;
}

function viewerOf(role: Role): Viewer {
  const nobody = { organization: null, patient: null, tokenId: null, width: null };
  return { subject: 'bench', role, purpose: 'TREAT', ...nobody };
}

/** Limits, and all that Apollo does until a subgraph is asked: more than parsing, validating and planning. */
export async function repeatedFigure({ rounds, log }: Settings): Promise<Figure> {
  const clock: Clock = { arrived: 0, asked: 0 };
  const server = await serverOf('clinician', clock);
  const limits = createLimits(readConfig({ DATA_DIR: '.', PORT: '0' }).limits);
  const variables = { id: 'somebody' };
  const values: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const began = performance.now();
      limits.check(CHART, null, variables);
      const checked = performance.now() - began;
      const contextValue = gatewayContext(viewerOf('clinician'), SECRET);
      await server.executeOperation({ query: CHART, variables }, { contextValue });
      times.push((checked + clock.asked - clock.arrived) * 1000);
    }
    // Round 0 makes it known.
    if (round > 0) values.push(median(times));
    log(`repeated operation: round ${round} of ${rounds}`);
  }
  await server.stop();
  return {
    name: 'full chart, asked again: limits, parse, validate, plan',
    against: 'from its arrival at the role’s server to the first call to a subgraph',
    values,
    unit: 'µs',
    mark: { most: 20 },
    how: `the median of ${TIMES.toLocaleString('en')} requests in each round, Apollo’s own steps between included`,
  };
}

/** The slowest of the example questions to plan, under a name that nobody has asked by before. */
export async function planningFigure({ rounds, log }: Settings): Promise<Figure> {
  const questions = exampleQuestions().filter(({ refused = false }) => !refused);
  const planning = watchPlanning();
  const values: number[] = [];
  try {
    const servers = new Map<Role, ApolloServer<GatewayContext>>();
    for (const role of ROLES) servers.set(role, await serverOf(role, { arrived: 0, asked: 0 }));
    for (let round = 0; round <= rounds; round++) {
      let slowest = 0;
      for (const question of questions) {
        const tries: number[] = [];
        for (let time = 0; time < TRIES; time++) {
          planning.milliseconds = 0;
          await ask(servers, question, `R${round}T${time}`);
          tries.push(planning.milliseconds);
        }
        slowest = Math.max(slowest, median(tries));
      }
      if (round > 0) values.push(slowest);
      log(`new operations: round ${round} of ${rounds}, ${questions.length} example questions`);
    }
    for (const server of servers.values()) await server.stop();
  } finally {
    planning.stop();
  }
  return {
    name: `planning a new operation, the slowest of ${questions.length} example questions`,
    against: 'CPU of the planner in a process that has planned before',
    values,
    unit: 'ms',
    mark: { most: 10 },
    how: `each question under ${TRIES} new names in each round, so that no cache knows it, and the middle one of them`,
  };
}

async function ask(
  servers: ReadonlyMap<Role, ApolloServer<GatewayContext>>,
  { role, query, variables = {} }: Question,
  name: string,
): Promise<void> {
  const contextValue = gatewayContext(viewerOf(role), SECRET);
  await servers.get(role)?.executeOperation({ query: renamed(query, name), variables }, { contextValue });
}

function renamed(query: string, name: string): string {
  const document = parse(query);
  const definitions = document.definitions.map((definition) =>
    definition.kind === 'OperationDefinition'
      ? { ...definition, name: { kind: 'Name' as const, value: name } }
      : definition,
  );
  return print({ ...document, definitions } as typeof document);
}

/** Planning is done in one go, so that what the process uses meanwhile is the planner's. */
function watchPlanning(): { milliseconds: number; stop(): void } {
  const { prototype } = QueryPlanner;
  const { buildQueryPlan } = prototype;
  const watch = {
    milliseconds: 0,
    stop() {
      prototype.buildQueryPlan = buildQueryPlan;
    },
  };
  prototype.buildQueryPlan = function (...given) {
    const before = process.cpuUsage();
    try {
      return buildQueryPlan.apply(this, given);
    } finally {
      const { user, system } = process.cpuUsage(before);
      watch.milliseconds += (user + system) / 1000;
    }
  };
  return watch;
}
