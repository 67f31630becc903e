/**
 * Why a viewer reaches the records of a patient or not: one small function for each wall of the store. What is open is
 * decided by the predicates that the store itself puts into its queries; here is only said why.
 */
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import { closed, opened, type RowExplainer, type WallReason } from '../../../schema/policy/explain.js';
import { rowScopeWords } from '../../../schema/policy/row-scope-words.js';
import { partiesOf, type RowScope, rowScope } from '../../../schema/policy/row-scopes.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import type { Databases, RecordDocument, RelationDocument } from '../databases.js';
import { survivorsOf } from '../merged-charts.js';
import { allOf } from '../predicate.js';
import { kindDefinition, subgraphOf } from '../record-kind.js';
import type { Predicate } from '../record-store.js';
import { consentReason } from './explain-consents.js';
import { labelsReason, widthReason } from './explain-labels.js';
import { NO_ACCESS, type PatientAccess, PatientAccesses, type PatientScope } from './patient-access.js';
import { type Audience, relationWords } from './relation-words.js';
import { RowScoping } from './row-scoping.js';

/** What the walls of one question are explained from. */
export interface AccessFacts {
  readonly viewer: Viewer;
  readonly kind: string;
  readonly patient: string;
  readonly audience: Audience;
  readonly settings: AccessSettings;
  readonly scope: RowScope;
  readonly access: PatientAccess;
  /** Relations between the patient and the viewer's parties that the scope knows, ended ones too. */
  readonly relations: readonly RelationDocument[];
  /** The search keys of the record that was asked for; null where none was. */
  readonly record: RecordDocument | null;
  /** The record was asked for, and there is none of this kind and patient. */
  readonly missing: boolean;
  /** How many records of the patient the store would show, and how many there are. */
  readonly counted: { readonly open: number; readonly all: number };
}

/** No explanation holds the database for longer than a command of the store may. */
const LIMITED = { maxTimeMS: 5000 } as const;

export class AccessExplainer implements RowExplainer {
  readonly #databases: Databases;
  readonly #settings: AccessSettings;
  readonly #audience: Audience;

  constructor(databases: Databases, settings: AccessSettings, audience: Audience) {
    this.#databases = databases;
    this.#settings = settings;
    this.#audience = audience;
  }

  /**
   * The reasons of scope, width, consent and labels. @param record `Kind/id`; an auditor asks without: role by role the
   * answers about one record would tell which labels it bears.
   */
  async explain(viewer: Viewer, kind: string, patient: string, record?: string): Promise<readonly WallReason[]> {
    const named = this.#audience === 'operator' ? record : undefined;
    const facts = await this.#facts(await this.#filed(viewer), kind, await this.#at(patient), named);
    const scope = scopeReason(facts);
    // Entries of the trail are no records of the store: who reads whose is said by the scope alone.
    if (!scope.open || facts.scope.reach === 'all' || !kindDefinition(kind)) return [scope];
    return agreeing([scope, widthReason(facts), consentReason(facts), labelsReason(facts)], facts);
  }

  /** Somebody who was replaced is explained by the chart that stands for them. */
  async #at(patient: string): Promise<string> {
    return (await survivorsOf(this.#databases, [patient])).get(patient) ?? patient;
  }

  async #filed(viewer: Viewer): Promise<Viewer> {
    const { patient } = viewer;
    return patient === null ? viewer : { ...viewer, patient: await this.#at(patient) };
  }

  async #facts(viewer: Viewer, kind: string, patient: string, record: string | undefined): Promise<AccessFacts> {
    const accesses = new PatientAccesses(this.#databases, viewer, this.#settings);
    const scope = rowScope(viewer, kind);
    const found = record === undefined ? null : await this.#recordOf(kind, patient, record);
    return {
      viewer,
      kind,
      patient,
      audience: this.#audience,
      settings: this.#settings,
      scope,
      access: scope.reach === 'none' || scope.reach === 'all' ? NO_ACCESS : await accesses.of(patient),
      relations: scope.reach === 'patients' ? await this.#relationsOf(accesses, scope, patient) : [],
      record: found,
      missing: record !== undefined && found === null,
      counted: await this.#count(accesses, kind, patient, found),
    };
  }

  /** Search keys only: what the record says stays in the store. */
  #recordOf(kind: string, patient: string, record: string): Promise<RecordDocument | null> {
    const about = rowIsOfPatient(kind, patient);
    return this.#records(kind).findOne(allOf({ _id: record, kind }, about), { projection: { content: 0, hashes: 0 } });
  }

  async #relationsOf(accesses: PatientAccesses, scope: PatientScope, patient: string): Promise<RelationDocument[]> {
    const own = { party: { $in: partiesOf(accesses.viewer) }, as: { $in: [...scope.as] } };
    const places = scope.as.includes('appointment') ? await accesses.places() : [];
    const there = { party: { $in: [...places] }, as: 'appointment' as const };
    return this.#databases.relations.find({ patient, $or: [own, there] }).toArray();
  }

  /** Counted behind the predicate of the store, so that no reason can contradict what the store does. */
  async #count(
    accesses: PatientAccesses,
    kind: string,
    patient: string,
    record: RecordDocument | null,
  ): Promise<AccessFacts['counted']> {
    const asked = allOf({ kind, ...(record && { _id: record._id }) }, rowIsOfPatient(kind, patient));
    const scoping = new RowScoping(accesses, subgraphOf(kind), async () => [patient]);
    const scoped = await scoping.ofPatient(kind, patient);
    const [all, open] = await Promise.all([
      this.#records(kind).countDocuments(asked, LIMITED),
      scoped ? this.#records(kind).countDocuments(allOf(asked, scoped.predicate), LIMITED) : 0,
    ]);
    return { all, open };
  }

  #records(kind: string) {
    return this.#databases.of(subgraphOf(kind)).records;
  }
}

/** What the store does is right: where no reason was found for a record that it does not show, that is said. */
function agreeing(reasons: readonly WallReason[], { record, counted, kind }: AccessFacts): readonly WallReason[] {
  if (record === null || counted.open > 0 || reasons.some(({ open }) => !open)) return reasons;
  return [...reasons, closed('SCOPE', 'The store does not show it.', kind)];
}

/** Kinds of the directory concern no person: they are the same for every patient. */
function rowIsOfPatient(kind: string, patient: string): Predicate {
  return kindDefinition(kind)?.patient === undefined ? {} : { patient };
}

/** Whether the row scope of the role lets the viewer near this patient's records of the kind. */
function scopeReason(facts: AccessFacts): WallReason {
  const { viewer, kind, scope, missing } = facts;
  if (missing) return closed('SCOPE', `There is no such record among the ${kind} records of this patient.`, kind);
  const words = rowScopeWords(viewer.role, kind);
  if (words === null) return closed('SCOPE', `The role ${viewer.role} reaches no records of ${kind}.`, kind);
  const rule = `Records of ${kind} in reach of the role: ${words}`;
  if (scope.reach === 'none')
    return closed('SCOPE', `${rule} Nothing is in reach of a viewer whose token names none.`, kind);
  if (scope.reach === 'all') return opened('SCOPE', rule, kind);
  const found = scope.reach === 'where' ? ownRecords(facts, scope.where) : ownPatient(facts);
  return found.holds
    ? opened('SCOPE', `${rule} ${found.words}`, kind)
    : closed('SCOPE', `${rule} ${found.words}`, kind);
}

function ownPatient({ relations, settings, audience, access, viewer }: AccessFacts) {
  const related = relationWords(relations, settings, audience);
  if (related.holds) return related;
  if (access.breakGlass)
    return { holds: true, words: `In reach by a broken glass, until ${access.breakGlass.until.toISOString()}.` };
  const emergency = viewer.role === 'clinician' ? ' In an emergency a clinician may break the glass.' : '';
  return { holds: false, words: `${related.words}${emergency}` };
}

/** A patient's own records, and those that name the viewer's organisation. */
function ownRecords({ record, patient, counted, audience }: AccessFacts, where: Readonly<Record<string, string>>) {
  const keys = Object.entries(where);
  if (where['patient'] !== undefined && where['patient'] !== patient)
    return { holds: false, words: 'They asked for another patient.' };
  // Whether a patient has any record of a kind is something that their record says.
  const none = audience === 'operator' && counted.all === 0;
  if (record === null)
    return { holds: true, words: none ? 'There is none of this patient.' : 'Each record is looked at by itself.' };
  const holds = keys.every(([key, value]) => [record[key]].flat().includes(value));
  return { holds, words: holds ? 'This one is.' : 'This one is not.' };
}
