import type { DataDir } from './data-dir.js';
import type { EngineKind } from './engine-file.js';
import type { ServedChild } from './served-child.js';

/** What one way of starting MongoDB gets. */
export interface WayContext {
  dir: DataDir;
  log: (line: string) => void;
  /** To be called as soon as there is a process, so that a successor can find it. */
  onChild: (child: ServedChild) => void;
}

/** A MongoDB that was started and answers at `uri`. */
export interface Started {
  uri: string;
  child: ServedChild;
  /** Which MongoDB it is, in a few words and without its version. */
  what: string;
}

/**
 * One way of the chain. `keeps` names the folder of its data below the data directory's home: two ways that can
 * read each other's files share one.
 */
export interface Way {
  kind: Exclude<EngineKind, 'uri'>;
  title: string;
  keeps: 'embedded' | 'mongod';
  /** Rejects with a reason of one line when this way is not open here. */
  start(context: WayContext): Promise<Started>;
}
