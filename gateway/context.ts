/** What the gateway knows of a request: the viewer, sealed for the subgraphs, and what the subgraphs say they read. */

import type { TrailDisclosure } from '../schema/policy/trail.js';
import { sealViewer, type Viewer } from '../schema/policy/viewer.js';

export interface GatewayContext {
  readonly viewer: Viewer;
  readonly sealed: string;
  /** Filled by the subgraph link, written to the trail before the answer leaves. */
  readonly disclosed: TrailDisclosure[];
  /** A subgraph refused the viewer: goes into the trail even when nothing was disclosed. */
  refused: boolean;
}

export function gatewayContext(viewer: Viewer, secret: string): GatewayContext {
  return { viewer, sealed: sealViewer(viewer, secret), disclosed: [], refused: false };
}
