/** Which members of a replica set answer questions to the population: they may be a moment old, and must not slow the record. */
import type { EnvironmentReader } from './environment-reader.js';

export const POPULATION_READS = ['primary', 'primaryPreferred', 'secondary', 'secondaryPreferred', 'nearest'] as const;

export type PopulationReads = (typeof POPULATION_READS)[number];

/** Reads POPULATION_READS. Everything else is read from the primary: permission that is a moment old is a leak. */
export function readPopulationReads(reader: EnvironmentReader): PopulationReads {
  return reader.choice('POPULATION_READS', POPULATION_READS, 'primary');
}
