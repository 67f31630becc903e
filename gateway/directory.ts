/** Who is in the record that a token could be for: organisations, payers and patients, by id or by exact name. */
import type { Relationship } from '../schema/policy/row-scopes.js';
import type { Role } from '../schema/policy/viewer.js';
import type { Databases, RecordDocument } from '../subgraphs/shared/databases.js';
import type { LocalIssuer } from './issuer.js';

/** What a token can be for: organisations told apart by what they do for patients, or a person. */
export type Sort = 'provider' | 'billing provider' | 'payer' | 'organization' | 'patient';

/** Names somebody who is not there, or several who are: the message lists ids, never names of persons. */
export class DirectoryProblem extends Error {
  override readonly name = 'DirectoryProblem';
}

/** Which organisation a role's token must name; null for roles that need none. */
export const ORGANIZATION_OF: Readonly<Record<Role, Exclude<Sort, 'organization' | 'patient'> | null>> = {
  clinician: 'provider',
  registrar: 'provider',
  biller: 'billing provider',
  insurer: 'payer',
  agency: null,
  analyst: null,
  patient: null,
  auditor: null,
};

/** By which relations to patients an organisation is of a sort. */
const RELATIONS_OF: Readonly<Record<Exclude<Sort, 'organization' | 'patient'>, readonly Relationship[]>> = {
  provider: ['treats', 'manages', 'appointment'],
  'billing provider': ['bills'],
  payer: ['insures'],
};

/** How many ids an error suggests. */
const CANDIDATES = 5;

export class Directory {
  readonly #records: ReturnType<Databases['of']>['records'];
  readonly #relations: Databases['relations'];

  constructor(databases: Pick<Databases, 'of' | 'relations'>) {
    this.#records = databases.of('administrative').records;
    this.#relations = databases.relations;
  }

  /**
   * The id of whom `idOrName` means; an id wins over a name.
   * @throws DirectoryProblem when nobody or several are meant.
   */
  async resolve(sort: Sort, idOrName: string): Promise<string> {
    const kind = kindOf(sort);
    if (await this.#records.findOne({ _id: `${kind}/${idOrName}` }, { projection: { _id: 1 } })) return idOrName;
    const named = kind === 'Patient' ? await this.#patientsNamed(idOrName) : await this.#organizationsNamed(idOrName);
    const fitting = named.length > 1 ? await this.#thatAre(sort, named) : named;
    const [only, ...others] = fitting.length > 0 ? fitting : named;
    if (only === undefined) throw await this.#unknown(sort, idOrName);
    if (others.length === 0) return only;
    const ids = [only, ...others].sort().join(', ');
    throw new DirectoryProblem(`Several have the name ${JSON.stringify(idOrName)}. Pass one of these ids: ${ids}`);
  }

  /** The id of the first that fits; null when there is none. */
  async first(sort: Sort): Promise<string | null> {
    return (await this.#firstFew(sort, 1))[0] ?? null;
  }

  /** A token of a role for the first that fits it; null while nobody in the record does. */
  async firstToken(issuer: LocalIssuer, role: Role): Promise<string | null> {
    const sort = ORGANIZATION_OF[role];
    const organization = sort && (await this.first(sort));
    const patient = role === 'patient' ? await this.first('patient') : null;
    if ((sort && organization === null) || (role === 'patient' && patient === null)) return null;
    return issuer.issueToken({ role, ...(organization && { organization }), ...(patient && { patient }) });
  }

  async #organizationsNamed(name: string): Promise<string[]> {
    return idsOf(await this.#records.find({ kind: 'Organization', 'content.name': name }, idsOnly).toArray());
  }

  /** Given and family name stand apart in the record, so the family names that the text could end in are looked up. */
  async #patientsNamed(name: string): Promise<string[]> {
    const words = name.split(' ');
    const families = words.map((_word, index) => words.slice(index).join(' '));
    const found = await this.#records
      .find(
        {
          kind: 'Patient',
          $or: [{ 'content.name.text': name }, { 'content.name.family': { $in: families } }],
        },
        { projection: { 'content.name': 1 } },
      )
      .toArray();
    return idsOf(found.filter((record) => namesOf(record).includes(name)));
  }

  async #thatAre(sort: Sort, ids: readonly string[]): Promise<string[]> {
    if (sort === 'patient' || sort === 'organization') return [...ids];
    const parties = ids.map((id) => `Organization/${id}`);
    const related = await this.#relations.distinct('party', {
      party: { $in: parties },
      as: { $in: [...RELATIONS_OF[sort]] },
    });
    return related.map(withoutType);
  }

  async #firstFew(sort: Sort, count: number): Promise<string[]> {
    if (sort === 'patient' || sort === 'organization') {
      // Version 0 is a record that others imply and nobody has sent: there is nothing to show of it.
      const sent = sort === 'patient' ? { version: { $gt: 0 } } : {};
      const found = this.#records.find({ kind: kindOf(sort), ...sent }, { ...idsOnly, sort: { _id: 1 }, limit: count });
      return idsOf(await found.toArray());
    }
    const first = await this.#relations
      .aggregate<{ _id: string }>([
        { $match: { party: { $gte: 'Organization/', $lt: 'Organization0' }, as: { $in: [...RELATIONS_OF[sort]] } } },
        { $group: { _id: '$party' } },
        { $sort: { _id: 1 } },
        { $limit: count },
      ])
      .toArray();
    return first.map(({ _id }) => withoutType(_id));
  }

  async #unknown(sort: Sort, idOrName: string): Promise<DirectoryProblem> {
    const some = await this.#firstFew(sort, CANDIDATES);
    const candidates = some.length > 0 ? `Ids that there are: ${some.join(', ')}` : 'There is none yet.';
    return new DirectoryProblem(`No ${sort} has the id or the exact name ${JSON.stringify(idOrName)}. ${candidates}`);
  }
}

const idsOnly = { projection: { _id: 1 } } as const;

function kindOf(sort: Sort): 'Patient' | 'Organization' {
  return sort === 'patient' ? 'Patient' : 'Organization';
}

function idsOf(records: readonly Pick<RecordDocument, '_id'>[]): string[] {
  return records.map(({ _id }) => withoutType(_id));
}

function withoutType(reference: string): string {
  return reference.slice(reference.indexOf('/') + 1);
}

/** The ways to write each of a person's names: as its text, with all given names, with the first alone. */
function namesOf(record: Pick<RecordDocument, 'content'>): string[] {
  const { name } = record.content;
  const names = Array.isArray(name) ? name.filter((one) => typeof one === 'object' && one !== null) : [];
  return names.flatMap((one) => {
    if (Array.isArray(one)) return [];
    const given = textsIn(one['given']);
    const family = textsIn(one['family']);
    return [...textsIn(one['text']), [...given, ...family].join(' '), [...given.slice(0, 1), ...family].join(' ')];
  });
}

/** Names come from anywhere: one text, a list of them, or something else altogether. */
function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}
