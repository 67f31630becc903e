import type { Policy } from '../../schema/policy/decide.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import type { Databases } from './databases.js';
import type { SubgraphName } from './record-kind.js';
import type { RecordStore } from './record-store.js';

/** What every resolver of a subgraph is given: the viewer, and the store that is bound to them. */
export interface SubgraphContext {
  readonly viewer: Viewer;
  readonly store: RecordStore;
  readonly policy: Policy;
  readonly subgraph: SubgraphName;
}

/** What a subgraph is assembled on. */
export interface SubgraphEnvironment {
  readonly databases: Databases;
  /** Shared by gateway and subgraphs; opens sealed viewers. */
  readonly secret: string;
}
