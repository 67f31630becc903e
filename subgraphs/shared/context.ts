import { LRUCache } from 'lru-cache';
import type { Policy } from '../../schema/policy/decide.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import type { Databases } from './databases.js';
import { Reach } from './reach.js';
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
  /**
   * Whom a request's viewer reaches, asked once for all subgraphs in a process; made anew when left out. Keyed by the
   * sealed viewer, which is another for each request, so that nothing outlives the request it was asked for.
   */
  readonly reachOf?: (sealedViewer: string) => Reach;
}

/** Requests whose reach is kept at once; one that falls out is asked again. */
const REQUESTS_IN_FLIGHT = 256;

export function sharedReach(databases: Databases): (sealedViewer: string) => Reach {
  const kept = new LRUCache<string, Reach>({ max: REQUESTS_IN_FLIGHT });
  return (sealedViewer) => {
    const reach = kept.get(sealedViewer) ?? new Reach(databases);
    kept.set(sealedViewer, reach);
    return reach;
  };
}
