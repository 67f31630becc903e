/** What the gateway knows of a request: the viewer, sealed for the subgraphs, and what the subgraphs say they read. */

import type { TrailDisclosure } from '../schema/policy/trail.js';
import { sealViewer, type Viewer } from '../schema/policy/viewer.js';

/** An emergency opening under which something was read: of whom, and until when (an instant in UTC). */
export interface BrokenGlass {
  readonly patient: string;
  readonly until: string;
}

export interface GatewayContext {
  readonly viewer: Viewer;
  readonly sealed: string;
  /** Filled by the subgraph link, written to the trail before the answer leaves. */
  readonly disclosed: TrailDisclosure[];
  /** By patient; filled by the subgraph link, shown in the answer. */
  readonly brokenGlass: Map<string, BrokenGlass>;
  /** A subgraph refused the viewer: goes into the trail even when nothing was disclosed. */
  refused: boolean;
}

export function gatewayContext(viewer: Viewer, secret: string): GatewayContext {
  return { viewer, sealed: sealViewer(viewer, secret), disclosed: [], brokenGlass: new Map(), refused: false };
}
