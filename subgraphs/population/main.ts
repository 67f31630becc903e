import { runSubgraph } from '../shared/run-subgraph.js';
import { PopulationBuilder } from './build/population-builder.js';
import { openPopulationKey } from './key.js';
import { population } from './subgraph.js';

runSubgraph(population, {
  async prepare({ databases, dataDir }) {
    const populationKey = await openPopulationKey(dataDir);
    const report = (error: unknown) => console.error(`population: ${error instanceof Error ? error.name : 'failed'}`);
    const builder = new PopulationBuilder({ databases, key: populationKey, report });
    builder.start();
    return { environment: { populationKey }, stop: () => builder.stop() };
  },
});
