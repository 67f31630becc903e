import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Started, Way, WayContext } from './way.js';
import { embeddedWay } from './way-embedded.js';
import { memoryServerWay, PINNED_MONGOD } from './way-memory-server.js';
import { mongodWay } from './way-mongod.js';

/** After `MONGODB_URI`, in this order. */
export const WAYS: readonly Way[] = [mongodWay, embeddedWay, memoryServerWay];

/** No MongoDB to be had, with the reason for each of the four ways. */
export class NoMongoDBError extends Error {
  override name = 'NoMongoDBError';
}

/**
 * Starts the first way that is open. Data that is already kept decides first: a mongod which was installed since
 * must not hide, behind an empty database, what the embedded engine holds.
 */
export async function startFirst(
  context: WayContext,
  ways: readonly Way[] = WAYS,
): Promise<{ way: Way; started: Started }> {
  const kept = keptBy(context.dir.home, ways);
  const candidates = kept === null ? ways : ways.filter((way) => way.keeps === kept);
  const reasons = new Map<Way, string>();
  for (const way of candidates) {
    try {
      return { way, started: await way.start(context) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reasons.set(way, reason);
      context.log(`MongoDB, not by ${way.title}: ${reason}`);
    }
  }
  throw new NoMongoDBError(explain(context, ways, kept, reasons));
}

/** Which folder of data there is; the first in the order of the chain when there are several. */
function keptBy(home: string, ways: readonly Way[]): Way['keeps'] | null {
  return ways.find((way) => existsSync(join(home, way.keeps, 'WiredTiger')))?.keeps ?? null;
}

function explain(
  context: WayContext,
  ways: readonly Way[],
  kept: Way['keeps'] | null,
  reasons: ReadonlyMap<Way, string>,
): string {
  const passedOver = `not tried, the data in ${context.dir.root} is kept by another engine`;
  const lines = ways.map((way, index) => `  ${index + 2}. ${way.title}: ${reasons.get(way) ?? passedOver}`);
  return [
    'No MongoDB could be found or started. There are four ways to have one:',
    '  1. MONGODB_URI: not set (the address of a MongoDB that runs)',
    ...lines,
    kept === null
      ? `Set MONGODB_URI, or put a mongod (8.0, at least ${PINNED_MONGOD}) on PATH.`
      : 'Its reason stands above; another engine cannot read this data. Set DATA_DIR to begin elsewhere.',
  ].join('\n');
}
