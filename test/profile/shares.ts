/** Where the time of a profile went: by wall, and by function within each. */
import { type Call, callsBelow } from './frames.js';
import { scriptsOf, WALLS, type Wall, wallOf } from './walls.js';

export interface FunctionShare {
  /** `readList (subgraphs/shared/record-list.ts)`. */
  readonly name: string;
  /** Part of all work. */
  readonly share: number;
}

export interface WallShare {
  readonly wall: Wall;
  /** Part of all work, from 0 to 1. */
  readonly share: number;
  /** The functions in which most of it was, the largest first. */
  readonly functions: readonly FunctionShare[];
}

export interface Shares {
  /** Microseconds at work while it was profiled, on the main thread. */
  readonly worked: number;
  /** Microseconds without work. */
  readonly idle: number;
  /** The largest first. */
  readonly walls: readonly WallShare[];
}

export function sharesOf(root: Call): Shares {
  const scripts = scriptsOf(root);
  const times = new Map<Wall, Map<string, number>>();
  let worked = 0;
  let idle = 0;
  for (const call of callsBelow(root)) {
    const wall = wallOf(call, scripts);
    if (wall === null) idle += call.self;
    else {
      worked += call.self;
      const functions = times.get(wall) ?? new Map<string, number>();
      times.set(wall, functions);
      const name = nameOf(call);
      functions.set(name, (functions.get(name) ?? 0) + call.self);
    }
  }
  const walls = (Object.keys(WALLS) as Wall[]).flatMap((wall): WallShare[] => {
    const functions = [...(times.get(wall) ?? [])].map(([name, time]) => ({ name, share: time / worked }));
    const share = functions.reduce((sum, one) => sum + one.share, 0);
    return share > 0 ? [{ wall, share, functions: functions.sort((a, b) => b.share - a.share) }] : [];
  });
  return { worked, idle, walls: walls.sort((a, b) => b.share - a.share) };
}

/** How a function is named to people. What is native is named with whom it works for. */
export function nameOf({ frame, parent }: Call): string {
  const name = frame.name || '(anonymous)';
  if (frame.file !== '') return `${name} (${frame.file})`;
  if (frame.script !== '0') return `${name} (compiled for the operation)`;
  for (let at = parent; at !== null; at = at.parent) if (at.frame.file !== '') return `${name} (${at.frame.file})`;
  return name;
}
