/**
 * What connects a viewer with patients: relations, the consents of the patients, a broken glass. One read model, asked in
 * batches (access-reads.ts), for one request at a time: nothing is remembered between requests, so a changed relation and a withdrawn
 * consent hold from the next one on.
 */
import DataLoader from 'dataloader';
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import { breakGlassParty, partiesOf, type Relationship, type RowScope } from '../../../schema/policy/row-scopes.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import type { ConsentRuleDocument } from '../consent-rule.js';
import type { Databases } from '../databases.js';
import { membersOf, survivorsOf } from '../merged-charts.js';
import { AccessReads, type AccessRow, type RelationRow } from './access-reads.js';
import { activeRelation } from './active-relation.js';

export type PatientScope = Extract<RowScope, { reach: 'patients' }>;

/** What is known between a viewer and one patient. */
export interface PatientAccess {
  readonly as: ReadonlySet<Relationship>;
  /** Care teams of the patient (`CareTeam/1`) on which the viewer is. */
  readonly teams: readonly string[];
  readonly rules: readonly ConsentRuleDocument[];
  readonly breakGlass: BreakGlassGrant | null;
}

export interface BreakGlassGrant {
  readonly patient: string;
  readonly until: Date;
}

export const NO_ACCESS: PatientAccess = { as: new Set(), teams: [], rules: [], breakGlass: null };

export class PatientAccesses {
  readonly viewer: Viewer;
  readonly settings: AccessSettings;
  /** Patients asked about for whom the viewer had broken the glass. */
  readonly brokenGlass = new Map<string, BreakGlassGrant>();
  readonly #seen = new Map<string, PatientAccess>();
  readonly #databases: Databases;
  readonly #reads: AccessReads;
  readonly #known: DataLoader<string, PatientAccess>;
  readonly #atPlaces: DataLoader<string, ReadonlySet<Relationship>>;
  /** Patients asked about who were replaced, and by whom in the end. */
  readonly #survivors = new Map<string, string>();
  #own: Promise<readonly string[]> | null = null;
  #places: Promise<readonly string[]> | null = null;
  #ruled: Promise<readonly string[]> | null = null;

  /** @param reads shared by the requests of a process, which are then asked for together. */
  constructor(
    databases: Databases,
    viewer: Viewer,
    settings: AccessSettings,
    reads = new AccessReads(databases, settings),
  ) {
    this.#databases = databases;
    this.#reads = reads;
    this.viewer = viewer;
    this.settings = settings;
    this.#known = new DataLoader((patients) => this.#load(patients));
    this.#atPlaces = new DataLoader((patients) => this.#loadAtPlaces(patients));
  }

  /** Of someone who was replaced, what is known of the survivor: it is one chart (merged-charts.ts). */
  of(patient: string): Promise<PatientAccess> {
    return this.#known.load(patient);
  }

  /** Under whom the records of a patient are filed. */
  async survivorOf(patient: string): Promise<string> {
    await this.of(patient);
    return this.#survivors.get(patient) ?? patient;
  }

  /**
   * The records of the person whose token it is: their own, whom they replaced, and who replaced them. A token that was issued
   * before a merge opens what the person's record is now.
   */
  own(): Promise<readonly string[]> {
    const { patient } = this.viewer;
    if (patient === null) return Promise.resolve([]);
    this.#own ??= this.survivorOf(patient).then((survivor) => membersOf(this.#databases, survivor));
    return this.#own;
  }

  /** What is known so far, without asking. */
  seen(): PatientAccess[] {
    return [...this.#seen.values()];
  }

  seenOf(patient: string): PatientAccess | undefined {
    return this.#seen.get(patient);
  }

  /** After a change of the record. */
  forget(): void {
    this.#known.clearAll();
    this.#atPlaces.clearAll();
    this.#survivors.clear();
    this.#own = null;
    this.#ruled = null;
  }

  /** Whether one of the scope's relations puts the patient into reach. Asked directly first: few come in by a place. */
  async relates(scope: PatientScope, patient: string): Promise<boolean> {
    const { as } = await this.of(patient);
    if (scope.as.some((way) => as.has(way))) return true;
    if (!scope.as.includes('appointment')) return false;
    return (await this.#atPlaces.load(this.#survivors.get(patient) ?? patient)).has('appointment');
  }

  /** Every patient in the scope: for lists over all of a viewer's patients outside the administrative database. */
  async all(scope: PatientScope): Promise<string[]> {
    const found: string[] = await this.#databases.relations.distinct('patient', await this.relationPredicate(scope));
    return found;
  }

  /** The relations that put a patient into the scope now. A broken glass is no way into lists over people. */
  async relationPredicate(scope: PatientScope): Promise<Readonly<Record<string, unknown>>> {
    const places = scope.as.includes('appointment') ? await this.places() : [];
    return {
      party: { $in: [...scope.parties, ...places] },
      as: { $in: [...scope.as] },
      ...activeRelation(this.settings),
    };
  }

  /** Patients whose consents may say something about this viewer: whom lists over all must look at one by one. */
  ruled(): Promise<readonly string[]> {
    this.#ruled ??= this.#loadRuled();
    return this.#ruled;
  }

  /** Notes what is known of each of them: they are asked for next. */
  async #loadRuled(): Promise<readonly string[]> {
    const found = await this.#reads.ruled(this.#parties());
    for (const { patient, rows } of found) {
      const kept = rows.filter(isKnown);
      // Of who was replaced more has to be asked.
      if (kept.length === rows.length) this.#known.prime(patient, this.#note(patient, accessIn(kept, patient)));
    }
    return found.map(({ patient }) => patient);
  }

  async #load(patients: readonly string[]): Promise<PatientAccess[]> {
    const rows = [...(await this.#rows(patients))];
    const replaced = rows.flatMap((row) => ('replacedBy' in row ? [row._id.slice('Patient/'.length)] : []));
    if (replaced.length > 0) rows.push(...(await this.#rows(await this.#survivorsOf(replaced, patients))));
    const found = rows.filter(isKnown);
    return patients.map((patient) => this.#note(patient, accessIn(found, this.#survivors.get(patient) ?? patient)));
  }

  #note(patient: string, access: PatientAccess): PatientAccess {
    this.#seen.set(patient, access);
    if (access.breakGlass) this.brokenGlass.set(patient, access.breakGlass);
    return access;
  }

  /** Notes who survived whom; returns those of the survivors about whom was not asked yet. */
  async #survivorsOf(replaced: readonly string[], asked: readonly string[]): Promise<string[]> {
    const survivors = await survivorsOf(this.#databases, replaced);
    for (const [patient, survivor] of survivors) this.#survivors.set(patient, survivor);
    return [...new Set(survivors.values())].filter((survivor) => !asked.includes(survivor));
  }

  #rows(patients: readonly string[]): Promise<readonly AccessRow[]> {
    return this.#reads.rows({ parties: this.#parties(), patients });
  }

  #parties(): string[] {
    return [...partiesOf(this.viewer), ...(this.#breaksGlass() ? [breakGlassParty(this.viewer)] : [])];
  }

  #breaksGlass(): boolean {
    return this.viewer.role === 'clinician';
  }

  async #loadAtPlaces(patients: readonly string[]): Promise<ReadonlySet<Relationship>[]> {
    const places = await this.places();
    const found =
      places.length === 0
        ? []
        : await this.#databases.relations
            .aggregate<{ _id: { patient: string; as: Relationship } }>([
              {
                $match: {
                  patient: { $in: [...patients] },
                  party: { $in: [...places] },
                  ...activeRelation(this.settings),
                },
              },
              { $group: { _id: { patient: '$patient', as: '$as' } } },
            ])
            .toArray();
    return patients.map(
      (patient) => new Set(found.filter(({ _id }) => _id.patient === patient).map(({ _id }) => _id.as)),
    );
  }

  /** An organisation's locations stand for it: an appointment names a place, not an organisation. */
  places(): Promise<readonly string[]> {
    if (this.viewer.organization === null) return Promise.resolve([]);
    this.#places ??= this.#databases
      .of('administrative')
      .records.find({ kind: 'Location', organization: this.viewer.organization }, { projection: { _id: 1 } })
      .map(({ _id }) => _id)
      .toArray();
    return this.#places;
  }
}

function isKnown(row: AccessRow): row is RelationRow | ConsentRuleDocument {
  return !('replacedBy' in row);
}

function accessIn(rows: readonly (RelationRow | ConsentRuleDocument)[], patient: string): PatientAccess {
  const relations = rows.filter((row): row is RelationRow => !('rule' in row) && row._id.patient === patient);
  const glass = relations.find(({ _id }) => _id.as === 'break-glass');
  return {
    as: new Set(relations.map(({ _id }) => _id.as)),
    teams: [...new Set(relations.flatMap(({ teams }) => teams))].filter((record) => record.startsWith('CareTeam/')),
    rules: rows
      .filter((row): row is ConsentRuleDocument => 'rule' in row && row.patient === patient)
      .sort((a, b) => (a._id < b._id ? -1 : 1)),
    breakGlass: glass?.until ? { patient, until: glass.until } : null,
  };
}
