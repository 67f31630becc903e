/**
 * Files charts anew when a commit says that somebody is replaced, or no longer is (merged-charts.ts). The order keeps the
 * walls up whoever reads meanwhile: first the consent rules of the chart that moves hold where it goes as well, then its
 * records move, then their consents, and only then the rules go from where it was. Every step may be repeated: a commit
 * stays unapplied until the last one, and is taken up again after a crash. What this order cannot reach is a single request
 * that had asked for the rules before the merge was decided and asks for the records after it was carried out.
 */
import { CONSENT_RULES, type ConsentRuleDocument } from './consent-rule.js';
import type { CommittedVersion, Databases } from './databases.js';
import { membersOf, replacementsOf, survivorsOf } from './merged-charts.js';
import { needsOf, project } from './projection.js';
import { SUBGRAPHS, type SubgraphName } from './record-kind.js';
import type { RecordLookups } from './record-lookups.js';

/** A patient whose chart is filed elsewhere from now on, with those whom they replace. */
export interface ChartMove {
  readonly patient: string;
  readonly members: readonly string[];
}

/** Records that are projected together. */
const AT_ONCE = 500;

export class ChartMoves {
  readonly #databases: Databases;
  readonly #lookups: RecordLookups;
  readonly #project: (versions: readonly CommittedVersion[]) => Promise<void>;

  constructor(
    databases: Databases,
    lookups: RecordLookups,
    project: (versions: readonly CommittedVersion[]) => Promise<void>,
  ) {
    this.#databases = databases;
    this.#lookups = lookups;
    this.#project = project;
  }

  /**
   * Which charts these versions move; their consent rules hold at both places when it returns.
   * @param again the versions may have been projected before, so that what is stored does not tell whether a chart moved
   */
  async begin(versions: readonly CommittedVersion[], again: boolean): Promise<ChartMove[]> {
    const patients = versions.filter(({ kind, version, text }) => kind === 'Patient' && (version > 1 || saysSo(text)));
    if (patients.length === 0) return [];
    const stored = await replacementsOf(
      this.#databases,
      patients.map(({ id }) => id),
    );
    const suspects = patients.filter(({ id, text }) => again || saysSo(text) || stored.has(id));
    if (suspects.length === 0) return [];
    const next = await this.#replacementsIn(suspects);
    const moved = suspects.filter(({ id }) => again || stored.get(id) !== next.get(id));
    return Promise.all(
      moved.map(async ({ id }) => {
        const members = await membersOf(this.#databases, id);
        const replacement = next.get(id);
        const survivors = await survivorsOf(this.#databases, replacement === undefined ? [] : [replacement]);
        await this.#copyRules(id, members, (replacement && survivors.get(replacement)) ?? id);
        return { patient: id, members };
      }),
    );
  }

  /** Files what belongs to the charts where it belongs now. */
  async finish(moves: readonly ChartMove[]): Promise<void> {
    for (const { patient, members } of moves) {
      for (const name of SUBGRAPHS) await this.#file(name, members, { kind: { $ne: 'Consent' } });
      await this.#file('administrative', members, { kind: 'Consent' });
      await this.#rules().deleteMany({ moving: patient });
    }
  }

  /**
   * Before the read model is thrown away: rules of charts that are filed under another are kept under all whom the chart may
   * be filed under until it is whole again, so that no record is there without them.
   */
  async keepRules(): Promise<void> {
    const consents = await this.#databases
      .of('administrative')
      .records.find({ kind: 'Consent', person: { $exists: true } }, { projection: { person: 1 } })
      .toArray();
    for (const { _id, person } of consents)
      for (const at of await this.#chainOf(String(person))) await this.#copy(_id.slice('Consent/'.length), REBUILD, at);
  }

  async forgetKeptRules(): Promise<void> {
    await this.#rules().deleteMany({ moving: { $exists: true } });
  }

  async #chainOf(patient: string): Promise<string[]> {
    const chain = new Set([patient]);
    for (let last: string | undefined = patient; last !== undefined && chain.size < MOST_IN_CHAIN; ) {
      last = (await replacementsOf(this.#databases, [last])).get(last);
      if (last === undefined || chain.has(last)) break;
      chain.add(last);
    }
    return [...chain];
  }

  /** Who replaces the patients of these versions, as they will be projected. */
  async #replacementsIn(versions: readonly CommittedVersion[]): Promise<Map<string, string | undefined>> {
    const aliases = await this.#lookups.aliased(new Set(versions.flatMap((version) => needsOf(version).aliases)));
    const others = {
      aliased: (key: string) => aliases.get(key),
      keysOf: () => undefined,
      survivorOf: (patient: string) => patient,
    };
    return new Map(
      versions.map((version) => {
        const replacement = project(version, others).document['replacedBy'];
        return [version.id, replacement === undefined ? undefined : String(replacement)];
      }),
    );
  }

  async #copyRules(patient: string, members: readonly string[], to: string): Promise<void> {
    const consents = await this.#databases
      .of('administrative')
      .records.find({ ...filedAt(members), kind: 'Consent' }, { projection: { _id: 1 } })
      .toArray();
    for (const { _id } of consents) await this.#copy(_id.slice('Consent/'.length), patient, to);
  }

  async #copy(consent: string, moving: string, to: string): Promise<void> {
    const found = await this.#rules().findOne({ _id: consent });
    if (!found) return;
    const { _id, ...rule } = found;
    // No id of a consent holds a space.
    await this.#rules().replaceOne({ _id: `${_id} at ${to}` }, { ...rule, patient: to, moving }, { upsert: true });
  }

  async #file(name: SubgraphName, members: readonly string[], which: Readonly<Record<string, unknown>>): Promise<void> {
    const { records } = this.#databases.of(name);
    const found = await records
      .find({ ...filedAt(members), version: { $gt: 0 }, ...which }, { projection: { version: 1 } })
      .toArray();
    const keys = found.map(({ _id, version }) => `${_id}/${version}`);
    for (let start = 0; start < keys.length; start += AT_ONCE)
      await this.#project(await this.#lookups.committed(name, keys.slice(start, start + AT_ONCE)));
  }

  #rules() {
    return this.#databases.of('administrative').native.collection<ConsentRuleDocument>(CONSENT_RULES);
  }
}

/** Marks the rules that are kept while the read model is built anew. */
const REBUILD = 'rebuild';
const MOST_IN_CHAIN = 100;

function saysSo(text: string): boolean {
  return text.includes('"replaced-by"');
}

/** What is filed under these patients, or names them and is filed under another; their own records too. */
function filedAt(members: readonly string[]): Readonly<Record<string, unknown>> {
  return { $or: [{ patient: { $in: [...members] } }, { person: { $in: [...members] } }] };
}
