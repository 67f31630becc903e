/** What resolvers of the population subgraph are given. */
import type { Viewer } from '../../schema/policy/viewer.js';
import type { SubgraphContext, SubgraphEnvironment } from '../shared/context.js';
import { PopulationKey } from './key.js';
import { SavedCohorts } from './saved-cohort/saved-cohorts.js';
import { PopulationStore } from './store/population-store.js';
import { Ledger } from './suppression/ledger.js';

export interface PopulationContext extends SubgraphContext {
  readonly population: PopulationStore;
  readonly savedCohorts: SavedCohorts;
}

/** The ledger of a process; its memory of what was told is for all requests. */
const ledgers = new WeakMap<object, Ledger>();

export function populationContext(context: SubgraphContext, environment: SubgraphEnvironment): PopulationContext {
  const { databases, populationKey = UNKEPT } = environment;
  const ledger = ledgers.get(databases) ?? new Ledger(databases.population, populationKey);
  ledgers.set(databases, ledger);
  const { viewer, policy } = context;
  return {
    ...context,
    population: new PopulationStore({
      viewer,
      policy,
      database: databases.population,
      rows: (name) => databases.populationRows(name),
      ledger,
      disclose: () => context.store.disclosures.add('Population', null, 0),
    }),
    savedCohorts: new SavedCohorts(databases.population, viewer as Viewer, context.store.disclosures),
  };
}

/** For a process that was given no key: what it builds is its own. */
const UNKEPT = PopulationKey.random();
