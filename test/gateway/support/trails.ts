/** Trails to tamper with: entries written as gateways write them, and what somebody does to them in the database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { mongo } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import { Trail, type UnchainedEntry } from '../../../gateway/trail.js';
import { entryHash } from '../../../gateway/trail-hash.js';
import { headsFolder, readHeads } from '../../../gateway/trail-heads.js';
import { storedTrail } from '../../../gateway/trail-retired.js';
import { trailIn } from '../../../gateway/trail-store.js';
import { type Verification, verifyTrail } from '../../../gateway/trail-verify.js';
import { TRAIL_COLLECTION, type TrailEntry } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { type Databases, openDatabases } from '../../../subgraphs/shared/databases.js';
import { freshPrefix, mongoUri } from '../../support/engine.js';

const DAY = Date.parse('2026-03-01T08:00:00Z');

export function looked(minute: number, viewer: Partial<Viewer> = {}): UnchainedEntry {
  return {
    at: new Date(DAY + minute * 60_000),
    viewer: {
      subject: 'holm',
      role: 'clinician',
      organization: 'harbor',
      patient: null,
      purpose: 'TREAT',
      tokenId: 't',
      width: 'PRACTICE',
      ...viewer,
    },
    operation: 'Chart',
    outcome: 'disclosed',
    code: null,
    disclosures: [{ kind: 'Observation', patient: 'ann', count: minute + 1 }],
  };
}

export interface Trails {
  readonly prefix: string;
  readonly dataDir: string;
  readonly databases: Databases;
  readonly entries: mongo.Collection<TrailEntry>;
  /** A gateway process that answers so many operations, minute by minute, and ends. Its entries as they were written. */
  process(operations: number, from?: number): Promise<TrailEntry[]>;
  /** A process that keeps running. */
  running(): Trail;
  verify(): Promise<Verification>;
  /** Makes a chain anew from an entry on, each hash from the one before, as one who writes to the database can. */
  forge(chain: string, from: number, edit: (entry: TrailEntry) => TrailEntry): Promise<void>;
}

/** To be called while a file or a `describe` is set up. */
export function createTrails(): Trails {
  const prefix = freshPrefix();
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-trails-'));
  let databases: Databases;
  beforeAll(async () => {
    databases = await openDatabases({ uri: mongoUri(), prefix });
    await databases.ensureIndexes();
  });
  afterAll(async () => {
    await databases.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const trails: Trails = {
    prefix,
    dataDir,
    get databases() {
      return databases;
    },
    get entries() {
      return databases.trail.collection<TrailEntry>(TRAIL_COLLECTION);
    },
    running: () => new Trail(trailIn(databases, dataDir)),
    async process(operations, from = 0) {
      const trail = trails.running();
      const before = new Set(await trails.entries.distinct('chain'));
      for (let minute = from; minute < from + operations; minute++) await trail.append(looked(minute));
      trail.close();
      return trails.entries.find({ chain: { $nin: [...before] } }, { sort: { _id: 1 } }).toArray();
    },
    verify: async () =>
      verifyTrail(storedTrail(databases.trail), await readHeads(headsFolder(dataDir, databases.trail.databaseName))),
    async forge(chain, from, edit) {
      let previous: string | null = null;
      for (const entry of await trails.entries.find({ chain, seq: { $gte: from } }, { sort: { _id: 1 } }).toArray()) {
        const changed: TrailEntry = previous === null ? edit(entry) : { ...entry, previous };
        previous = entryHash(changed);
        await trails.entries.replaceOne({ _id: entry._id }, { ...changed, hash: previous });
      }
    },
  };
  return trails;
}
