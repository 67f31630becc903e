/** What a backup holds: all that nothing else could be built from. The read model and the rows of people are built anew. */
import type { mongo } from 'mongoose';
import { TRAIL_COLLECTION } from '../../schema/policy/trail.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { RETIRED_COLLECTION } from '../trail-retired.js';

export type StoredDocument = { _id: string } & Record<string, unknown>;

export interface Part {
  /** `clinical.commits`: the name of its file, too. */
  readonly name: string;
  readonly collection: mongo.Collection<StoredDocument>;
}

export const TRAIL_PART = `trail.${TRAIL_COLLECTION}`;

/** Collections of the population that are told and saved: what was told of it must stay told. */
const OF_POPULATION = ['ledger', 'savedCohorts', 'cohortKeys'];

/** Parts that archives of earlier versions do not have. */
export const LATER_PARTS: ReadonlySet<string> = new Set(['population.cohortKeys', `trail.${RETIRED_COLLECTION}`]);

/** The parts of a record, each by itself. Consents are records: they are among the administrative commits. */
export function partsOf(databases: Databases): Part[] {
  const part = (database: string, native: mongo.Db, name: string): Part => ({
    name: `${database}.${name}`,
    collection: native.collection<StoredDocument>(name),
  });
  return [
    ...SUBGRAPHS.map((name) => part(name, databases.of(name).native, 'commits')),
    part('trail', databases.trail, TRAIL_COLLECTION),
    part('trail', databases.trail, RETIRED_COLLECTION),
    ...OF_POPULATION.map((name) => part('population', databases.population, name)),
  ];
}
