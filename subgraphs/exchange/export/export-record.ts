/** The record as it came, out of its commits: of one patient, or of all. */
import type { CommittedVersion, Databases, RecordDocument } from '../../shared/databases.js';
import { KeptWith } from '../../shared/kept-with.js';
import { membersOf, survivorsOf } from '../../shared/merged-charts.js';
import { SUBGRAPHS, type SubgraphName, subgraphOf } from '../../shared/record-kind.js';
import { fhirTextOf, fhirTypeOf } from '../amendment-task.js';
import { type CommittedPart, committedParts, type RecordHead, versionKey } from './committed-parts.js';
import { anonymousUrl, FullUrls } from './full-urls.js';
import { headOf, manifest, ReferredTo } from './outside.js';
import { provenanceOf } from './provenance.js';
import type { ExportSink } from './sinks.js';

/** What may be handed over to somebody: asked of every record, and of every version where there are several. */
export interface TransferScope {
  /** Of these records (`Condition/1`) those that may. */
  records(subgraph: SubgraphName, records: readonly string[]): Promise<ReadonlySet<string>>;
  /** Of these versions those that may, as `Condition/1/2`. */
  versions(subgraph: SubgraphName, versions: readonly CommittedVersion[]): Promise<ReadonlySet<string>>;
  /** What must be said with what is handed over. */
  notices(): readonly string[];
}

export interface ExportOptions {
  readonly databases: Databases;
  readonly sink: ExportSink;
  /** Earlier versions too. */
  readonly history: boolean;
  /** Who hands it over, in words for the receiver; '' to say nothing. */
  readonly from: string;
  /** Told how many resources were written. */
  readonly onResources?: (count: number) => void;
  /** Everything, when left out: that is for operators. */
  readonly scope?: TransferScope;
}

const HEAD = { kind: 1, version: 1, hashes: { $slice: -1 } } as const;
type HeadDocument = Pick<RecordDocument, '_id' | 'kind' | 'version' | 'hashes'>;

/** Heads of all records, those of one subgraph at a time. */
type Heads = ReadonlyMap<SubgraphName, readonly RecordHead[]>;

/**
 * Writes the record of a patient, and of whom they replaced (merged-charts.ts), the directory records it refers to, and what stays outside. Read twice, so that the
 * texts need not be held. Returns how many resources there are; 0 when there is no such patient.
 */
export async function exportPatient(asked: string, options: ExportOptions): Promise<number> {
  const { databases, sink, scope } = options;
  const patient = (await survivorsOf(databases, [asked])).get(asked) ?? asked;
  const own = await inScope(await patientHeads(databases, patient), scope);
  if (!own.get('administrative')?.some(({ record }) => record === `Patient/${patient}`)) return 0;
  const referred = new ReferredTo(
    databases,
    [...own.values()].flat().map(({ record }) => record),
    scope === undefined,
  );
  const urls = new FullUrls();
  const survey = async (heads: Heads) => {
    for await (const { versions } of partsOf(heads, options)) {
      urls.note(versions);
      await referred.note(versions);
    }
  };
  await survey(own);
  const along = new Map<SubgraphName, RecordHead[]>();
  for (let more = await referred.next(); more.length > 0; more = await referred.next()) {
    const all = bySubgraph(more);
    const wave = await inScope(all, scope);
    referred.leave(without(all, wave));
    for (const [name, heads] of wave) along.set(name, [...(along.get(name) ?? []), ...heads]);
    await survey(wave);
  }
  const writer = new PartWriter(options, urls);
  for (const heads of [own, along]) for await (const part of partsOf(heads, options)) await writer.write(part, heads);
  await sink.resource(JSON.stringify(manifest(referred.outside, scope?.notices())), anonymousUrl());
  await sink.end();
  return writer.resources;
}

/** Writes all records, those that concern no person too. Returns how many resources there are. */
export async function exportAll(options: ExportOptions): Promise<number> {
  const { databases, sink } = options;
  const writer = new PartWriter(options, new FullUrls());
  for (const name of SUBGRAPHS) {
    const { records } = databases.of(name);
    const sent = records.find<HeadDocument>({ version: { $gt: 0 } }, { projection: HEAD }).sort({ patient: 1, _id: 1 });
    for await (const some of inGroups(sent, GROUP)) {
      const heads = new Map([[name, some.filter(isFhir).map(headOf)]]);
      for await (const part of partsOf(heads, options)) await writer.write(part, heads);
    }
  }
  await sink.end();
  return writer.resources;
}

/** How many records of how many there are to write, for whoever shows progress. */
export async function countRecords(databases: Databases): Promise<number> {
  let count = 0;
  for (const name of SUBGRAPHS) count += await databases.of(name).records.countDocuments({ version: { $gt: 0 } });
  return count;
}

const GROUP = 2000;

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** The patient's own records. What others noted about where these came from belongs to them. */
async function patientHeads(databases: Databases, patient: string): Promise<Heads> {
  const heads = new Map<SubgraphName, RecordHead[]>();
  const people = (await membersOf(databases, patient)).map((id) => `Patient/${id}`);
  for (const name of ['administrative', 'clinical', 'financial'] as const) {
    const { records } = databases.of(name);
    const own = await records
      .find<HeadDocument>(
        { $or: [{ patient }, ...(name === 'administrative' ? [{ _id: { $in: people } }] : [])], version: { $gt: 0 } },
        { projection: HEAD },
      )
      .sort({ kind: 1, _id: 1 })
      .toArray();
    heads.set(name, own.filter(isFhir).map(headOf));
  }
  const about = await databases
    .of('clinical')
    .records.find<HeadDocument>(
      { kind: 'Provenance', version: { $gt: 0 }, patient: null, 'content.target.reference': { $in: people } },
      { projection: HEAD },
    )
    .toArray();
  heads.get('clinical')?.push(...about.map(headOf));
  return heads;
}

/** Records of ours that no FHIR type has (emergency openings) stay with the trail. */
function isFhir({ kind }: HeadDocument): boolean {
  return fhirTypeOf(kind) !== null;
}

function bySubgraph(heads: readonly RecordHead[]): Map<SubgraphName, RecordHead[]> {
  const found = new Map<SubgraphName, RecordHead[]>();
  for (const head of heads) {
    const name = subgraphOf(head.record.slice(0, head.record.indexOf('/')));
    found.set(name, [...(found.get(name) ?? []), head]);
  }
  return found;
}

async function inScope(heads: Heads, scope: TransferScope | undefined): Promise<Heads> {
  if (!scope) return heads;
  const admitted = await Promise.all(
    [...heads].map(async ([name, mine]) => {
      const may = await scope.records(
        name,
        mine.map(({ record }) => record),
      );
      return [name, mine.filter(({ record }) => may.has(record))] as const;
    }),
  );
  return new Map(admitted);
}

/** The records of the first that the second leaves out. */
function without(heads: Heads, kept: Heads): string[] {
  const inside = new Set([...kept.values()].flat().map(({ record }) => record));
  return [...heads.values()].flat().flatMap(({ record }) => (inside.has(record) ? [] : [record]));
}

async function* partsOf(
  heads: Heads,
  { databases, history, scope }: Pick<ExportOptions, 'databases' | 'history' | 'scope'>,
): AsyncGenerator<CommittedPart> {
  for (const [name, mine] of heads)
    for await (const part of committedParts(databases.of(name), mine, history)) {
      // The newest versions are what records say now: of them all was asked already.
      const may = scope && history ? await scope.versions(name, part.versions) : null;
      const versions = may ? part.versions.filter((version) => may.has(versionKey(version))) : part.versions;
      if (versions.length > 0) yield { ...part, versions };
    }
}

/** Writes each part of a commit behind its Provenance. */
class PartWriter {
  resources = 0;
  #parts = 0;

  constructor(
    private readonly options: ExportOptions,
    private readonly urls: FullUrls,
  ) {}

  async write(part: CommittedPart, heads: Heads): Promise<void> {
    const { sink, from, onResources } = this.options;
    const current = currentOf(heads);
    const provenance = provenanceOf(part, ({ kind, id }) => current.get(`${kind}/${id}`) ?? '', from, this.#parts++);
    await sink.resource(JSON.stringify(provenance), anonymousUrl());
    for (const version of part.versions) await sink.resource(fhirTextOf(version), this.urls.of(version));
    this.resources += part.versions.length;
    onResources?.(part.versions.length);
  }
}

const knownCurrents = new KeptWith<Heads, ReadonlyMap<string, string>>();

function currentOf(heads: Heads): ReadonlyMap<string, string> {
  return knownCurrents.of(
    heads,
    () => new Map([...heads.values()].flat().map(({ record, current }) => [record, current])),
  );
}
