/** What a projection asks about other records. Questions of one moment travel in one command. */
import { recordId } from '../exchange/normalise/references.js';
import type { AliasDocument, CommittedVersion, Databases, RecordDocument } from './databases.js';
import { GatheredByName } from './gathered.js';
import { replacementsOf } from './merged-charts.js';
import { allKinds, inheritedKeys, SUBGRAPHS, type SubgraphName, subgraphOf } from './record-kind.js';

/** The version of a record, and those of its search keys that others take over. */
export type InheritableKeys = Pick<RecordDocument, '_id' | 'version'> & Readonly<Record<string, unknown>>;

/** By `Type/id`. */
export type KeysByRecord = ReadonlyMap<string, InheritableKeys>;

export class RecordLookups {
  readonly #databases: Databases;
  readonly #aliases = new GatheredByName<'aliases', readonly string[], readonly AliasDocument[]>(async (_, asks) => {
    const found = await this.#databases.aliases.find({ _id: { $in: [...new Set(asks.flat())] } }).toArray();
    return dealt(asks, found, ({ _id }) => [_id]);
  });
  readonly #records = new GatheredByName<SubgraphName, readonly string[], readonly InheritableKeys[]>(
    async (subgraph, asks) => {
      const wanted = { _id: { $in: [...new Set(asks.flat())] } };
      const projection = Object.fromEntries(['version', ...inheritedKeys()].map((key) => [key, 1]));
      const found = await this.#databases.of(subgraph).records.find(wanted, { projection }).toArray();
      return dealt(asks, found, ({ _id }) => [_id]);
    },
  );
  readonly #waiting = new GatheredByName<SubgraphName, readonly string[], readonly RecordDocument[]>(
    async (subgraph, asks) => {
      const wanted = { awaits: { $in: [...new Set(asks.flat())] } };
      const projection = { version: 1, awaits: 1 };
      const found = await this.#databases.of(subgraph).records.find(wanted, { projection }).toArray();
      return dealt(asks, found, ({ awaits }) => awaits ?? []);
    },
  );
  readonly #replacements = new GatheredByName<'replacements', readonly string[], ReadonlyMap<string, string>>(
    async (_, asks) => {
      const found = await replacementsOf(this.#databases, [...new Set(asks.flat())]);
      return asks.map(() => found);
    },
  );

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  /** Who replaced whom, of these patients: by id, only those who were. */
  async replacements(patients: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return patients.length === 0 ? new Map() : this.#replacements.ask('replacements', patients);
  }

  /** These versions (`Condition/1/2`) out of their commits. */
  async committed(subgraph: SubgraphName, keys: readonly string[]): Promise<CommittedVersion[]> {
    if (keys.length === 0) return [];
    const asked = new Set(keys);
    const holding = await this.#databases
      .of(subgraph)
      .commits.find({ keys: { $in: [...keys] } })
      .toArray();
    return holding
      .flatMap((commit) => commit.versions)
      .filter(({ kind, id, version }) => asked.has(`${kind}/${id}/${version}`));
  }

  /** The records behind alias keys, as far as they are known. */
  async aliased(keys: ReadonlySet<string>): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    if (keys.size === 0) return found;
    const byAlias = await this.#aliases.ask('aliases', [...keys]);
    for (const { _id, reference } of byAlias) found.set(_id, reference);
    const byId = [...keys].filter((key) => key.includes('|urn:uuid:'));
    for (const [key, reference] of await this.#lookUpIds(byId)) found.set(key, reference);
    return found;
  }

  /** Records of any kind by the id of an `urn:uuid:` reference whose bundle did not hold them. */
  async #lookUpIds(keys: readonly string[]): Promise<[string, string][]> {
    if (keys.length === 0) return [];
    const wanted = new Map<string, string>();
    for (const key of keys) for (const { kind } of allKinds()) wanted.set(`${kind}/${idOfUrn(key)}`, key);
    const found = await Promise.all(
      SUBGRAPHS.map((name) => {
        const candidates = [...wanted.keys()].filter((reference) => subgraphOf(typeOf(reference)) === name);
        const { records } = this.#databases.of(name);
        return records.find({ _id: { $in: candidates }, version: { $gt: 0 } }, { projection: { _id: 1 } }).toArray();
      }),
    );
    return found.flat().map(({ _id }) => [wanted.get(_id) ?? '', _id]);
  }

  /** What others may take over of records. */
  async records(references: readonly string[]): Promise<KeysByRecord> {
    const found = await Promise.all(
      SUBGRAPHS.map((name) => {
        const wanted = references.filter((reference) => subgraphOf(typeOf(reference)) === name);
        return wanted.length === 0 ? [] : this.#records.ask(name, wanted);
      }),
    );
    return new Map(found.flat().map((document) => [document._id, document]));
  }

  /** The records of a subgraph that wait for one of the keys. */
  waiting(subgraph: SubgraphName, keys: readonly string[]): Promise<readonly RecordDocument[]> {
    return this.#waiting.ask(subgraph, keys);
  }
}

/** Gives each ask what it asked for out of what was found for all. */
function dealt<T>(asks: readonly (readonly string[])[], found: readonly T[], keysOf: (item: T) => readonly string[]) {
  if (found.length === 0) return asks.map(() => []);
  const byKey = new Map<string, T[]>();
  for (const item of found)
    for (const key of keysOf(item)) {
      const known = byKey.get(key);
      if (known) known.push(item);
      else byKey.set(key, [item]);
    }
  return asks.map((keys) => [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))]);
}

/** `source|urn:uuid:X` names the record X of that source. */
function idOfUrn(key: string): string {
  const [source = '', id = ''] = key.split('|urn:uuid:');
  return recordId(source, id);
}

function typeOf(reference: string): string {
  return reference.slice(0, reference.indexOf('/'));
}
