/**
 * What connects viewers with patients, read from the database: relations, consents, and who was replaced. Viewers of
 * different requests are asked for together (`Gathered`): a look at a few keys of an index costs less than its command.
 * Nothing is kept: every read starts after it was asked for.
 */
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import type { Relationship } from '../../../schema/policy/row-scopes.js';
import { CONSENT_RULES, type ConsentRuleDocument } from '../consent-rule.js';
import type { Databases, RecordDocument } from '../databases.js';
import { Gathered } from '../gathered.js';
import { readRows } from '../mongo/read-rows.js';
import { allOf } from '../predicate.js';
import type { Predicate } from '../record-store.js';
import { activeRelation } from './active-relation.js';

export interface AccessAsk {
  /** What the viewer is called in relations. */
  readonly parties: readonly string[];
  readonly patients: readonly string[];
}

export interface RelationRow {
  readonly _id: { readonly patient: string; readonly as: Relationship; readonly party: string };
  /** Care teams, and what else a relation of care comes from (`CareTeam/1`). */
  readonly teams: readonly string[];
  readonly until: Date | null;
}

/** The record of a person whom another one replaced. */
export type ReplacedRow = Pick<RecordDocument, '_id' | 'replacedBy'>;

export type AccessRow = RelationRow | ConsentRuleDocument | ReplacedRow;

/** What connects a viewer with a patient whose consents may say something about the viewer. */
export interface RuledPatient {
  readonly patient: string;
  readonly rows: readonly AccessRow[];
}

/** Milliseconds that MongoDB may spend on what connects viewers with patients. */
const COMMAND_MS = 5000;

/** Whoever asks for more patients than this is asked for alone: nobody waits for a long list of another's. */
const MOST_TOGETHER = 100;

export class AccessReads {
  readonly #databases: Databases;
  readonly #settings: AccessSettings;
  readonly #rows = new Gathered<AccessAsk, readonly AccessRow[]>(async (asks) => {
    const rows = await this.#read(asks);
    return asks.map((ask) => rows.filter((row) => concerns(row, ask)));
  });
  readonly #ruled = new Gathered<readonly string[], readonly RuledPatient[]>((asks) => this.#readRuled(asks));

  constructor(databases: Databases, settings: AccessSettings) {
    this.#databases = databases;
    this.#settings = settings;
  }

  /** Relations that hold now between parties and patients, all consents of the patients, and who of them was replaced. */
  rows(ask: AccessAsk): Promise<readonly AccessRow[]> {
    return ask.patients.length > MOST_TOGETHER ? this.#read([ask]) : this.#rows.ask(ask);
  }

  /** Patients with consents that name one of the parties, or a care team; each with the rows it would be asked for next. */
  ruled(parties: readonly string[]): Promise<readonly RuledPatient[]> {
    return this.#ruled.ask(parties);
  }

  #read(asks: readonly AccessAsk[]): Promise<AccessRow[]> {
    const patients = [...new Set(asks.flatMap((ask) => ask.patients))];
    const asked = { $in: patients };
    return readRows<AccessRow>(this.#databases.of('administrative').native, {
      collection: 'relations',
      maxTimeMS: COMMAND_MS,
      pipeline: [
        { $match: allOf(betweenAny(asks), activeRelation(this.#settings)) },
        AS_ROWS,
        { $unionWith: { coll: CONSENT_RULES, pipeline: [{ $match: { patient: asked, ...IN_FORCE } }] } },
        { $unionWith: { coll: 'records', pipeline: replacedAmong(patients) } },
      ],
    });
  }

  /** Once for those who are called alike: users of one organisation. */
  #readRuled(asks: readonly (readonly string[])[]): Promise<(readonly RuledPatient[])[]> {
    const asked = new Map<string, Promise<readonly RuledPatient[]>>();
    return Promise.all(
      asks.map((parties) => {
        const key = JSON.stringify(parties);
        const reading = asked.get(key) ?? this.#ruledOf(parties);
        asked.set(key, reading);
        return reading;
      }),
    );
  }

  async #ruledOf(parties: readonly string[]): Promise<readonly RuledPatient[]> {
    const ofPatient = { localField: '_id', foreignField: 'patient' };
    const held = allOf({ party: { $in: [...parties] } }, activeRelation(this.#settings));
    const found = await readRows<RuledDocument>(this.#databases.of('administrative').native, {
      collection: CONSENT_RULES,
      maxTimeMS: COMMAND_MS,
      pipeline: [
        {
          $match: {
            ...IN_FORCE,
            $or: [
              { parties: { $in: [...parties, 'any'] } },
              // Whether the viewer is on a care team is known when the patient is looked at.
              { parties: { $gte: 'CareTeam/', $lt: 'CareTeam0' } },
            ],
          },
        },
        { $group: { _id: '$patient' } },
        { $set: { key: { $concat: ['Patient/', '$_id'] } } },
        joined('relations', ofPatient, [{ $match: held }, AS_ROWS]),
        joined(CONSENT_RULES, ofPatient, [{ $match: IN_FORCE }]),
        joined('records', { localField: 'key', foreignField: '_id' }, WHO_WAS_REPLACED),
      ],
    });
    return found.map(({ _id, relations, consentRules, records }) => ({
      patient: _id,
      rows: [...relations, ...consentRules, ...records],
    }));
  }
}

/** Under the names of the collections that its rows are from. */
interface RuledDocument {
  readonly _id: string;
  readonly relations: readonly RelationRow[];
  readonly [CONSENT_RULES]: readonly ConsentRuleDocument[];
  readonly records: readonly ReplacedRow[];
}

const IN_FORCE = { rule: { $ne: null } };
const WHO_WAS_REPLACED = [{ $match: { replacedBy: { $exists: true } } }, { $project: { replacedBy: 1 } }];

function joined(
  from: string,
  on: { readonly localField: string; readonly foreignField: string },
  pipeline: readonly object[],
) {
  return { $lookup: { from, ...on, pipeline, as: from } };
}

/** Relations of a patient with a party are one row, whatever they come from. */
const AS_ROWS = {
  $group: {
    _id: { patient: '$patient', as: '$as', party: '$party' },
    teams: { $addToSet: { $cond: [{ $eq: ['$as', 'cares'] }, '$record', '$$REMOVE'] } },
    until: { $max: '$until' },
  },
};

/** Relations between those who are asked for together. */
function betweenAny(asks: readonly AccessAsk[]): Predicate {
  const byParties = new Map<string, AccessAsk[]>();
  for (const ask of asks) {
    const key = JSON.stringify(ask.parties);
    byParties.set(key, [...(byParties.get(key) ?? []), ask]);
  }
  const between = [...byParties.values()].map((alike) => ({
    patient: { $in: [...new Set(alike.flatMap(({ patients }) => patients))] },
    party: { $in: [...(alike[0]?.parties ?? [])] },
  }));
  return between.length === 1 ? (between[0] as Predicate) : { $or: between };
}

function replacedAmong(patients: readonly string[]): object[] {
  const ids = patients.map((patient) => `Patient/${patient}`);
  return [{ $match: { _id: { $in: ids } } }, ...WHO_WAS_REPLACED];
}

/** Whether a row was asked for by this one, and not by somebody who was asked for together with them. */
function concerns(row: AccessRow, { parties, patients }: AccessAsk): boolean {
  if ('teams' in row) return patients.includes(row._id.patient) && parties.includes(row._id.party);
  return patients.includes('rule' in row ? row.patient : row._id.slice('Patient/'.length));
}
