/**
 * From a viewer's row scope to the predicate of one question: about one patient, about records named by id, or over all
 * that the viewer reaches. The same conditions hold on every way, so that no way shows more than another.
 */
import { CLEARANCES } from '../../../schema/policy/clearances.js';
import { type RowScope, rowScope } from '../../../schema/policy/row-scopes.js';
import { relationJoin } from '../list-query.js';
import { allOf, anyOf } from '../predicate.js';
import type { ServedSubgraph } from '../record-kind.js';
import type { Predicate, Stage } from '../record-store.js';
import { NO_ACCESS, type PatientAccess, type PatientAccesses } from './patient-access.js';
import { recordPredicate } from './record-predicate.js';

/** A row scope made ready for the database; null when nothing is in scope. */
export type Scoped = { readonly predicate: Predicate; readonly join: readonly Stage[] } | null;

/** A row scope whose condition on the records is ready for the database. */
type Scope = Exclude<RowScope, { reach: 'where' }> | { readonly reach: 'where'; readonly where: Predicate };

/** A scope that holds some records and not others. */
type BoundScope = Exclude<Scope, { reach: 'all' | 'none' }>;

/** Whose records match, asked before the viewer's reach is known, and told to nobody. */
export type PatientsOf = (predicate: Predicate) => Promise<string[]>;

/** The id of no patient: an unknown id asks as many questions as a forbidden one, so that the time does not tell. */
const NOBODY = '';

const UNBOUND: Scoped = { predicate: {}, join: [] };

/** The rules that scoping follows. Tests put weakened ones in their place, to see that it is noticed. */
export interface ScopingRules {
  readonly rowScope: typeof rowScope;
  readonly recordPredicate: typeof recordPredicate;
}

const RULES: ScopingRules = { rowScope, recordPredicate };

export class RowScoping {
  readonly #accesses: PatientAccesses;
  readonly #subgraph: ServedSubgraph;
  readonly #rules: ScopingRules;
  readonly #patientsOf: PatientsOf;

  constructor(
    accesses: PatientAccesses,
    subgraph: ServedSubgraph,
    patientsOf: PatientsOf,
    weakened: Partial<ScopingRules> = {},
  ) {
    this.#rules = { ...RULES, ...weakened };
    this.#accesses = accesses;
    this.#subgraph = subgraph;
    this.#patientsOf = patientsOf;
  }

  /** Whether every record of a kind is in reach, whoever it concerns. */
  reachesAll(kind: string): boolean {
    return this.#rules.rowScope(this.#accesses.viewer, kind).reach === 'all';
  }

  /** Records of a kind of one patient. */
  async ofPatient(kind: string, patient: string): Promise<Scoped> {
    const scope = await this.#scope(kind);
    if (scope.reach === 'none') return null;
    if (scope.reach === 'all') return UNBOUND;
    // The question names the patient itself.
    const predicate = await this.#ofPatientIn(kind, scope, patient);
    return unjoined(predicate && allOf(scope.where, predicate));
  }

  /** Records of a kind named by their keys (`Condition/1`), whose patient is not known before they are looked at. */
  async ofRecords(kind: string, keys: readonly string[]): Promise<Predicate | null> {
    const scope = await this.#scope(kind);
    if (scope.reach === 'none') return null;
    if (scope.reach === 'all') return {};
    const patients =
      kind === 'Patient'
        ? keys.map((key) => key.slice('Patient/'.length))
        : await this.#patientsOf({ _id: { $in: [...keys] }, kind });
    return this.#ofPatients(kind, scope, patients);
  }

  /** Records of a kind over all that the viewer reaches; `within` names few of them where it is not empty. */
  async ofAll(kind: string, within: Predicate): Promise<Scoped> {
    const scope = await this.#scope(kind);
    if (scope.reach === 'none') return null;
    if (scope.reach === 'all') return UNBOUND;
    if (Object.keys(within).length > 0) {
      const patients = await this.#patientsOf(allOf({ kind }, within));
      return unjoined(await this.#ofPatients(kind, scope, patients));
    }
    // Who was replaced is found by id, and stands in no list.
    const listed = kind === 'Patient' ? { replacedBy: null } : {};
    if (scope.reach === 'where') return unjoined(await this.#ofEverybody(kind, { ...scope.where, ...listed }));
    if (this.#subgraph === 'administrative') {
      // Relations live beside the administrative records: there the database joins them itself.
      const predicate = await this.#ofEverybody(kind, scope.where);
      const related = await this.#accesses.relationPredicate(scope);
      return predicate && { predicate, join: relationJoin(related) };
    }
    const reached = { patient: { $in: await this.#accesses.all(scope) } };
    return unjoined(await this.#ofEverybody(kind, { ...reached, ...scope.where }));
  }

  /** A person's own records are all that are filed as theirs, whichever of them their token names. */
  async #scope(kind: string): Promise<Scope> {
    const scope = this.#rules.rowScope(this.#accesses.viewer, kind);
    const { patient } = this.#accesses.viewer;
    if (scope.reach !== 'where' || patient === null || scope.where['patient'] !== patient) return scope;
    return { ...scope, where: { ...scope.where, patient: { $in: [...(await this.#accesses.own())] } } };
  }

  /** Patients are taken together whose records are open under the same conditions: most often all of them. */
  async #ofPatients(kind: string, scope: BoundScope, patients: readonly string[]): Promise<Predicate | null> {
    const groups = new Map<string, Group>();
    const asked = patients.length > 0 ? [...new Set(patients)] : [NOBODY];
    await Promise.all(
      asked.map(async (patient) => {
        const predicate = await this.#ofPatientIn(kind, scope, patient);
        if (predicate) grouped(groups, predicate, patient);
      }),
    );
    return eitherOf([...groups.values()], scope.where);
  }

  /** Which of a patient's records of a kind are open; null where none is. */
  async #ofPatientIn(kind: string, scope: BoundScope, patient: string): Promise<Predicate | null> {
    const { viewer, settings } = this.#accesses;
    const access = await this.#accessIn(scope, patient);
    return access && this.#rules.recordPredicate(viewer, kind, access, settings);
  }

  /** What is known of the patient, when the row scope lets the viewer near them; null when it does not. */
  async #accessIn(scope: BoundScope, patient: string): Promise<PatientAccess | null> {
    if (scope.reach === 'where') return this.#isBound() ? this.#accesses.of(patient) : NO_ACCESS;
    const access = await this.#accesses.of(patient);
    // Asked in any case: a broken glass must not be told by the time it takes.
    return (await this.#accesses.relates(scope, patient)) || access.breakGlass ? access : null;
  }

  /** The conditions of all patients, but for those whose consents say something: they are looked at one by one. */
  async #ofEverybody(kind: string, where: Predicate): Promise<Predicate | null> {
    const { viewer, settings } = this.#accesses;
    const usual = this.#rules.recordPredicate(viewer, kind, NO_ACCESS, settings);
    const ruled = this.#isBound() ? await this.#accesses.ruled() : [];
    if (ruled.length === 0) return usual && allOf(where, usual);
    const groups = new Map<string, Group>();
    // Together: one command, however many have consents.
    const accesses = await Promise.all(
      ruled.map(async (patient) => ({ patient, access: await this.#accesses.of(patient) })),
    );
    for (const { patient, access } of accesses) {
      const { rules, teams } = access;
      const predicate = this.#rules.recordPredicate(viewer, kind, { ...NO_ACCESS, rules, teams }, settings);
      if (predicate) grouped(groups, predicate, patient);
    }
    const others = usual ? [allOf({ patient: { $nin: [...ruled] } }, usual)] : [];
    const some = anyOf([...others, ...[...groups.values()].map(ofGroup)]);
    return some && allOf(where, some);
  }

  #isBound(): boolean {
    return CLEARANCES[this.#accesses.viewer.role].boundByConsent;
  }
}

function unjoined(predicate: Predicate | null): Scoped {
  return predicate && { predicate, join: [] };
}

interface Group {
  readonly predicate: Predicate;
  readonly patients: string[];
}

function grouped(groups: Map<string, Group>, predicate: Predicate, patient: string): void {
  const key = JSON.stringify(predicate);
  const group = groups.get(key) ?? { predicate, patients: [] };
  group.patients.push(patient);
  groups.set(key, group);
}

function ofGroup({ predicate, patients }: Group): Predicate {
  return allOf({ patient: { $in: [...patients].sort() } }, predicate);
}

function eitherOf(groups: readonly Group[], where: Predicate): Predicate | null {
  const some = anyOf(groups.map(ofGroup));
  return some && allOf(where, some);
}
