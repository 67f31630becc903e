/** Everything in one process: the subgraphs answer in memory, without an HTTP hop. The only file that joins both sides. */
import { randomBytes } from 'node:crypto';
import { fingerprintOf, readFingerprint } from '../schema/derive/generated.js';
import { type AccessSettings, DEFAULT_ACCESS } from '../schema/policy/access-settings.js';
import { createPolicy } from '../schema/policy/decide.js';
import { administrative } from '../subgraphs/administrative/subgraph.js';
import { clinical } from '../subgraphs/clinical/subgraph.js';
import { financial } from '../subgraphs/financial/subgraph.js';
import { PopulationBuilder } from '../subgraphs/population/build/population-builder.js';
import { openPopulationKey, PopulationKey } from '../subgraphs/population/key.js';
import { population } from '../subgraphs/population/subgraph.js';
import { RecordWriter } from '../subgraphs/shared/commits.js';
import { sharedAccesses } from '../subgraphs/shared/context.js';
import type { Databases } from '../subgraphs/shared/databases.js';
import { createSubgraph, type Subgraph, type Walls } from '../subgraphs/shared/subgraph.js';
import type { LimitSettings } from './config.js';
import type { ConsoleParts } from './console/console.js';
import { reportToStderr } from './plugins/mask-errors.js';
import { type Gateway, type GatewayParts, startGateway } from './server.js';
import type { Ask } from './subgraph-link.js';
import type { TrailStore } from './trail.js';
import { trailIn } from './trail-store.js';

export interface OneProcessParts {
  readonly databases: Databases;
  readonly limits: LimitSettings;
  readonly subgraphDeadlineMs: number;
  readonly signIn: Pick<GatewayParts, 'viewers' | 'jwks'>;
  readonly listen: { readonly port: number; readonly host: string };
  /** The console at `/`; absent, there is none. */
  readonly console?: ConsoleParts | undefined;
  /** What differs from the defaults of who reaches which record. */
  readonly access?: Partial<AccessSettings>;
  /** Records what mutations change; made anew when left out. */
  readonly writer?: RecordWriter;
  /** Walls taken away, in tests and benchmarks only. */
  readonly walls?: Walls & { readonly view?: 'open' };
  /** Where the trail keeps the heads of its chains outside the database; absent, nowhere. */
  readonly dataDir?: string;
  /** The secret of the population; the one in the data directory when left out. */
  readonly populationKey?: PopulationKey;
  /** Gets a line for each request; absent, none is written. */
  readonly log?: GatewayParts['log'];
  /** Resolves when a gateway that was told to stop may stop answering; absent, at once. */
  readonly stopAfter?: GatewayParts['stopAfter'];
  /** Which operations are known; absent, none is, and all may be asked. */
  readonly persisted?: GatewayParts['persisted'];
  /** Replaces the store of the trail, in tests only. */
  readonly trail?: TrailStore;
}

/** Thrown when schema/generated/ was derived from another policy than the one that is running. */
export class StaleSchemaError extends Error {}

/** A gateway with everything behind it. */
export interface OneProcess extends Gateway {
  /** Follows the record; to be asked when the population must be up to date. */
  readonly population: PopulationBuilder;
}

export async function startInOneProcess(parts: OneProcessParts): Promise<OneProcess> {
  const { databases, walls = {} } = parts;
  const secret = randomBytes(32).toString('base64url');
  const access = { ...DEFAULT_ACCESS, ...parts.access };
  const writer = parts.writer ?? new RecordWriter(databases);
  const populationKey = parts.populationKey ?? (await keyIn(parts.dataDir));
  const accessesOf = sharedAccesses(databases, access);
  const environment = { databases, secret, access, writer, accessesOf, populationKey };
  const subgraphs = await Promise.all(
    [administrative, clinical, financial, population].map((definition) =>
      createSubgraph(definition, environment, walls),
    ),
  );
  refuseStaleViews(subgraphs);
  const report = (error: unknown) => reportToStderr('population', error);
  const builder = new PopulationBuilder({ databases, key: populationKey, report });
  const gateway = await startGateway(
    {
      ...parts.signIn,
      limits: parts.limits,
      subgraphs: Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, inProcess(subgraph)])),
      subgraphDeadlineMs: parts.subgraphDeadlineMs,
      secret,
      trail: parts.trail ?? trailIn(databases, parts.dataDir),
      ready: { database: () => databases.ping() },
      console: parts.console,
      ...(parts.log && { log: parts.log }),
      ...(parts.stopAfter && { stopAfter: parts.stopAfter }),
      ...(parts.persisted && { persisted: parts.persisted }),
      ...(walls.view && { view: walls.view }),
    },
    parts.listen,
  );
  builder.start();
  return {
    ...gateway,
    population: builder,
    async stop() {
      await gateway.stop();
      await builder.stop();
    },
  };
}

/** Without a directory to keep it in, the key is as short-lived as the process: for tests and benchmarks. */
async function keyIn(dataDir: string | undefined): Promise<PopulationKey> {
  return dataDir === undefined ? PopulationKey.random() : openPopulationKey(dataDir);
}

function refuseStaleViews(subgraphs: readonly Subgraph[]): void {
  const sdls = Object.fromEntries(subgraphs.map(({ name, sdl }) => [name, sdl]));
  if (fingerprintOf(sdls, createPolicy()) !== readFingerprint())
    throw new StaleSchemaError(
      'schema/generated belongs to another policy than the one here: run npm run build:schema.',
    );
}

function inProcess(subgraph: Subgraph): Ask {
  return (request, asker) => subgraph.answerFor(request, asker) as ReturnType<Ask>;
}
