/** A V8 CPU profile, read: frames with the place of their source, and how long each was at work. */
import { fileURLToPath } from 'node:url';
import { median } from '../bench/rounds.js';

/** What the inspector writes, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly scriptId: string;
      readonly url: string;
      readonly lineNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds from one sample to the next. */
  readonly timeDeltas: readonly number[];
}

export interface Frame {
  readonly name: string;
  /** Below the root of the repository, `node:...`, or empty for what V8 does by itself. */
  readonly file: string;
  /** Code that was made while running has no file, but a script of its own; `0` is native. */
  readonly script: string;
}

/** A node of the call tree. */
export interface Call {
  readonly frame: Frame;
  readonly parent: Call | null;
  readonly children: Call[];
  /** Microseconds in this function itself. */
  self: number;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A sample that comes so many times later than usual tells that another process had the core, not that the function took
 * long: where a write wakes MongoDB on a busy machine, it takes the core away just then. Such samples are left out.
 */
const LATE = 2.5;

export interface Profile {
  readonly root: Call;
  /** Part of the profile's time that was left out because the process was not running. */
  readonly interrupted: number;
}

export function readProfile({ nodes, samples, timeDeltas }: CpuProfile): Profile {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const calls = new Map<number, Call>();
  const [first] = nodes;
  if (!first) throw new Error('the profile is empty');
  const grow = (id: number, parent: Call | null): Call => {
    const node = byId.get(id);
    if (!node) throw new Error('the profile names a call that is not in it');
    const { functionName, url, scriptId } = node.callFrame;
    const call: Call = {
      frame: { name: functionName, file: placeOf(url), script: scriptId },
      parent,
      children: [],
      self: 0,
    };
    calls.set(id, call);
    for (const child of node.children ?? []) call.children.push(grow(child, call));
    return call;
  };
  const root = grow(first.id, null);
  const latest = median(timeDeltas) * LATE;
  let [whole, late] = [0, 0];
  for (const [index, id] of samples.entries()) {
    const call = calls.get(id);
    const time = timeDeltas[index] ?? 0;
    whole += time;
    // The idle are not interrupted.
    if (time > latest && call?.frame.name !== '(idle)') late += time;
    else if (call) call.self += time;
  }
  return { root, interrupted: late / whole };
}

/** Compiled files stand below `dist/`, where their sources stand without it. */
function placeOf(url: string): string {
  if (!url.startsWith('file:')) return url.replace(/^.*\/node_modules\//, 'node_modules/');
  const path = fileURLToPath(url);
  const packaged = path.lastIndexOf('/node_modules/');
  if (packaged >= 0) return path.slice(packaged + 1);
  const local = path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
  return local.replace(/\.js$/, '.ts');
}

/** All calls, each before its children. */
export function* callsBelow(root: Call): Generator<Call> {
  yield root;
  for (const child of root.children) yield* callsBelow(child);
}
