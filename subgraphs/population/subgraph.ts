import type { SubgraphDefinition } from '../shared/subgraph.js';
import { AgencyResolver } from './agency/agency.resolver.js';
import { CohortResolver } from './cohort/cohort.resolver.js';
import { CohortCell } from './cohort/cohort.type.js';
import { populationContext } from './context.js';
import { SavedCohortResolver } from './saved-cohort/saved-cohort.resolver.js';

/** The population subgraph: counts, cohorts and costs over people without a person. */
export const population: SubgraphDefinition = {
  name: 'population',
  types: [CohortCell],
  resolvers: [AgencyResolver, CohortResolver, SavedCohortResolver],
  extendContext: populationContext,
};
