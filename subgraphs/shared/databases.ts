/** The databases of the record: one connection, a database for each subgraph and one for the trail. */
import mongoose, { type Connection, Schema } from 'mongoose';
import type { Relationship } from '../../schema/policy/row-scopes.js';
import { TRAIL_COLLECTION, TRAIL_INDEXES } from '../../schema/policy/trail.js';
import type { PopulationReads } from '../../schema/population-reads.js';
import { watched } from '../../schema/telemetry/telemetry.js';
import { CONSENT_RULES } from './consent-rule.js';
import type { FhirObject } from './fhir-json.js';
import { keepAnswersInOrder } from './mongo/answers-in-order.js';
import { watchCommands } from './mongo/watch-commands.js';
import { SUBGRAPHS, type SubgraphName } from './record-kind.js';
import type { EarlierProvenance, Outcome, WritingAgent } from './write-request.js';

/** A record as the read model holds it. Search keys of single kinds stand beside these. */
export interface RecordDocument {
  _id: string;
  kind: string;
  patient: string | null;
  /** Whom the record itself names, where it is filed under who replaced them (merged-charts.ts). */
  person?: string;
  /** On a Patient: the id of who replaces them. */
  replacedBy?: string;
  /** 0 for a record that others imply and nobody has sent yet. */
  version: number;
  hashes: string[];
  at: Date | null;
  content: FhirObject;
  status?: string;
  codes?: string[];
  categories?: string[];
  encounter?: string;
  /** Sensitivity labels (schema/policy/labels.ts), own, derived and taken over from the visit. Absent: none. */
  labels?: string[];
  /** Ids of the organisations that wrote the record; absent on kinds that belong to the person, not to a practice. */
  writers?: string[];
  /** Ids of the practitioners who wrote a note that is theirs alone. */
  authors?: string[];
  /** Keys whose arrival or change alters this projection: references nothing answers to yet, records it takes over from. */
  awaits?: string[];
  [key: string]: unknown;
}

/** One version of one resource in a commit, verbatim. */
export interface CommittedVersion {
  kind: string;
  id: string;
  version: number;
  source: string;
  /** The resource's JSON exactly as it came. */
  text: string;
  /** Raw references that only their bundle could resolve. */
  references: Record<string, string>;
  hash: string;
  /** Hashes of all versions up to this one, in order. */
  hashes: string[];
  /** What the sender noted of it, when it was handed over. */
  earlier?: EarlierProvenance;
}

export interface CommitDocument {
  _id: string;
  at: Date;
  agent: WritingAgent;
  reason: string;
  patient: string | null;
  keys: string[];
  versions: CommittedVersion[];
  applied: boolean;
  /** Of a commit with an idempotency key: the digest of what was asked, and what was answered. */
  request?: string;
  outcomes?: Outcome[];
}

export interface RelationDocument {
  _id: string;
  patient: string;
  party: string;
  as: Relationship;
  record: string;
  version: number;
  from: Date | null;
  until: Date | null;
}

/** Who answers to a reference by identifier: `source|Type?identifier=system|value` to `Type/id`. */
export interface AliasDocument {
  _id: string;
  reference: string;
  record: string;
}

const recordSchema = new Schema<RecordDocument>(
  {
    _id: String,
    kind: String,
    patient: String,
    version: Number,
    hashes: [String],
    at: Date,
    content: Schema.Types.Mixed,
  },
  { strict: false, autoIndex: false, autoCreate: false, versionKey: false, collection: 'records' },
)
  .index({ patient: 1, kind: 1, at: -1, _id: -1 })
  .index({ kind: 1, name: 1, _id: 1 })
  .index({ awaits: 1 }, { partialFilterExpression: { awaits: { $exists: true } } })
  .index({ person: 1 }, { partialFilterExpression: { person: { $exists: true } } })
  .index({ replacedBy: 1 }, { partialFilterExpression: { replacedBy: { $exists: true } } });

const commitSchema = new Schema<CommitDocument>(
  {
    _id: String,
    at: Date,
    agent: Schema.Types.Mixed,
    reason: String,
    patient: String,
    keys: [String],
    versions: Schema.Types.Mixed,
    applied: Boolean,
    request: String,
    outcomes: Schema.Types.Mixed,
  },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'commits' },
)
  .index({ keys: 1 }, { unique: true })
  .index({ at: 1, _id: 1 })
  .index({ applied: 1 }, { partialFilterExpression: { applied: false } });

const relationSchema = new Schema<RelationDocument>(
  { _id: String, patient: String, party: String, as: String, record: String, version: Number, from: Date, until: Date },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'relations' },
)
  .index({ patient: 1, party: 1, as: 1 })
  .index({ party: 1, as: 1, patient: 1 })
  .index({ record: 1 });

const aliasSchema = new Schema<AliasDocument>(
  { _id: String, reference: String, record: String },
  { strict: 'throw', autoIndex: false, autoCreate: false, versionKey: false, collection: 'aliases' },
).index({ record: 1 });

/** Further indexes that only one subgraph's questions need. */
const INDEXES_OF: Readonly<Record<SubgraphName, readonly Record<string, 1 | -1>[]>> = {
  clinical: [{ encounter: 1, kind: 1 }],
  administrative: [
    { organization: 1, kind: 1 },
    { parties: 1, kind: 1, at: -1, _id: -1 },
    { kind: 1, names: 1 },
    { kind: 1, identifiers: 1 },
    { kind: 1, birthDate: 1 },
    { kind: 1, at: -1, _id: -1 },
  ],
  financial: [
    { payers: 1, kind: 1, at: -1, _id: -1 },
    { providers: 1, kind: 1, at: -1, _id: -1 },
    { encounters: 1, kind: 1 },
  ],
};

/** Indexes of the collections that side facts fill (record-kind.ts). */
const SIDE_INDEXES: Readonly<
  Partial<Record<SubgraphName, Readonly<Record<string, readonly Record<string, 1 | -1>[]>>>>
> = {
  // A patient's rules come with their relations; whose rules concern a viewer, or anybody, is asked by lists over people.
  administrative: { [CONSENT_RULES]: [{ patient: 1 }, { parties: 1 }] },
};

type Collection<T extends { _id: string }> = mongoose.mongo.Collection<T>;

export interface SubgraphDatabase {
  readonly records: Collection<RecordDocument>;
  readonly commits: Collection<CommitDocument>;
  readonly native: mongoose.mongo.Db;
}

export interface Databases {
  of(subgraph: SubgraphName): SubgraphDatabase;
  readonly relations: Collection<RelationDocument>;
  readonly aliases: Collection<AliasDocument>;
  readonly trail: mongoose.mongo.Db;
  /** Rows without a person, for analysts and agencies (subgraphs/population). */
  readonly population: mongoose.mongo.Db;
  /** A collection of the population for questions that may be answered by another member than the primary. */
  populationRows(name: string): mongoose.mongo.Collection;
  readonly client: mongoose.mongo.MongoClient;
  /** True while the server answers. */
  ping(): Promise<boolean>;
  ensureIndexes(): Promise<void>;
  drop(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly uri: string;
  /** Before the names of the databases: `chartlens` gives `chartlens_clinical`. */
  readonly prefix: string;
  readonly maxPoolSize?: number;
  /** Who answers questions to the population; the primary when left out. */
  readonly populationReads?: PopulationReads;
  /** Lets a test watch commands and replies. */
  readonly monitorCommands?: boolean;
}

/** Opens all databases over one connection pool; throws when the server does not answer in 5 seconds. */
export async function openDatabases(options: DatabaseOptions): Promise<Databases> {
  keepAnswersInOrder();
  mongoose.set('strictQuery', 'throw');
  mongoose.set('sanitizeFilter', true);
  const connection = await mongoose
    .createConnection(options.uri, {
      serverSelectionTimeoutMS: 5000,
      maxPoolSize: options.maxPoolSize ?? 20,
      retryWrites: false,
      monitorCommands: options.monitorCommands ?? watched(),
    })
    .asPromise();
  if (watched()) watchCommands(connection.getClient());
  const named = (name: string) => connection.useDb(`${options.prefix}_${name}`, { useCache: true });
  const subgraphs = new Map(SUBGRAPHS.map((name) => [name, modelsOf(named(name))]));
  const administrative = named('administrative');
  const relations = administrative.model('Relation', relationSchema);
  const aliases = administrative.model('Alias', aliasSchema);
  const get = (name: SubgraphName) => subgraphs.get(name) as ReturnType<typeof modelsOf>;
  return {
    of: (name) => get(name).database,
    relations: nativeOf(administrative).collection<RelationDocument>('relations'),
    aliases: nativeOf(administrative).collection<AliasDocument>('aliases'),
    trail: nativeOf(named('trail')),
    population: nativeOf(named('population')),
    populationRows: (name) =>
      nativeOf(named('population')).collection(name, { readPreference: options.populationReads ?? 'primary' }),
    client: connection.getClient(),
    ping: async () => (await nativeOf(administrative).command({ ping: 1 }, { timeoutMS: 2000 }))['ok'] === 1,
    async ensureIndexes() {
      for (const model of [relations, aliases]) await model.createIndexes();
      for (const name of SUBGRAPHS) {
        for (const model of get(name).models) await model.createIndexes();
        for (const index of INDEXES_OF[name]) await get(name).database.records.createIndex(index);
        for (const [collection, indexes] of Object.entries(SIDE_INDEXES[name] ?? {}))
          for (const index of indexes) await get(name).database.native.collection(collection).createIndex(index);
      }
      const entries = nativeOf(named('trail')).collection(TRAIL_COLLECTION);
      for (const { keys, partial } of TRAIL_INDEXES)
        await entries.createIndex(keys, partial ? { partialFilterExpression: partial } : {});
    },
    async drop() {
      for (const name of [...SUBGRAPHS, 'trail', 'population']) await nativeOf(named(name)).dropDatabase();
    },
    close: () => connection.close(),
  };
}

function modelsOf(connection: Connection) {
  const records = connection.model('Record', recordSchema);
  const commits = connection.model('Commit', commitSchema);
  const database: SubgraphDatabase = {
    // Reads and bulk writes go through the driver: hydrated documents cost two to three times as much.
    records: nativeOf(connection).collection<RecordDocument>('records'),
    commits: nativeOf(connection).collection<CommitDocument>('commits'),
    native: nativeOf(connection),
  };
  return { database, models: [records, commits] as const };
}

function nativeOf(connection: Connection): mongoose.mongo.Db {
  if (!connection.db) throw new Error('the database connection is closed');
  return connection.db;
}
