/** What the gateway knows of a request: the viewer, and what the subgraphs say they read. */

import type { TrailActs, TrailDisclosure } from '../schema/policy/trail.js';
import { sealViewer, type Viewer } from '../schema/policy/viewer.js';

/** An emergency opening under which something was read: of whom, and until when (an instant in UTC). */
export interface BrokenGlass {
  readonly patient: string;
  readonly until: string;
}

export interface GatewayContext {
  readonly viewer: Viewer;
  /** The viewer for a subgraph in another process, sealed when the first is asked: the server copies what a context holds. */
  readonly seal: () => string;
  /** Filled by the subgraph link, written to the trail before the answer leaves. */
  readonly disclosed: TrailDisclosure[];
  /** By patient; filled by the subgraph link, shown in the answer. */
  readonly brokenGlass: Map<string, BrokenGlass>;
  /** What the operation did beside disclosing; filled by the subgraph link. */
  acts: TrailActs;
  /** A subgraph refused the viewer: goes into the trail even when nothing was disclosed. */
  refused: boolean;
}

export function gatewayContext(viewer: Viewer, secret: string): GatewayContext {
  let sealed: string | null = null;
  return {
    viewer,
    seal() {
      sealed ??= sealViewer(viewer, secret);
      return sealed;
    },
    disclosed: [],
    brokenGlass: new Map(),
    acts: {},
    refused: false,
  };
}
