import { type AccessSettings, DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import type { Policy } from '../../schema/policy/decide.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import type { PopulationKey } from '../population/key.js';
import { AccessReads } from './access/access-reads.js';
import { PatientAccesses } from './access/patient-access.js';
import type { RecordWriter } from './commits.js';
import type { Databases } from './databases.js';
import type { RecordHistory } from './history/record-history.js';
import { KeptWith } from './kept-with.js';
import type { ServedSubgraph, SubgraphName } from './record-kind.js';
import type { RecordStore } from './record-store.js';
import type { WritingDesk } from './writing/writing-desk.js';

/** What every resolver of a subgraph is given: the viewer, and the store that is bound to them. */
export interface SubgraphContext {
  readonly viewer: Viewer;
  readonly store: RecordStore;
  /** The store of another subgraph, bound to the same viewer; what it reads is accounted for with this one's. */
  readonly storeOf: (subgraph: SubgraphName) => RecordStore;
  /** Versions of records, bound to the same viewer. */
  readonly history: RecordHistory;
  /** Where the viewer writes. */
  readonly desk: WritingDesk;
  readonly policy: Policy;
  /** The clock by which reach and consents are judged. */
  readonly now: () => Date;
  readonly subgraph: ServedSubgraph;
}

/** A viewer for whom a gateway asks: one object for each of its requests. */
export interface Asker {
  readonly viewer: Viewer;
}

/** What a subgraph is assembled on. */
export interface SubgraphEnvironment {
  readonly databases: Databases;
  /** Shared by gateway and subgraphs; opens sealed viewers. */
  readonly secret: string;
  /** What the deployment decided about reach, consent and emergencies; defaults when left out. */
  readonly access?: AccessSettings;
  /** The secret of the population; a process without one makes its own. */
  readonly populationKey?: PopulationKey;
  /** Records what mutations change. */
  readonly writer: RecordWriter;
  /** What connects a request's viewer with patients, asked once for all subgraphs in a process; made anew when left out. */
  readonly accessesOf?: (asker: Asker) => PatientAccesses;
}

/** By the request, so that nothing outlives the one it was asked for. */
export function sharedAccesses(
  databases: Databases,
  settings: AccessSettings = DEFAULT_ACCESS,
): NonNullable<SubgraphEnvironment['accessesOf']> {
  const kept = new KeptWith<Asker, PatientAccesses>();
  const reads = new AccessReads(databases, settings);
  return (asker) => kept.of(asker, () => new PatientAccesses(databases, asker.viewer, settings, reads));
}
