/**
 * What connects a viewer with patients: relations, the consents of the patients, a broken glass. One read model, asked in
 * batches, for one request at a time: nothing is remembered between requests, so a changed relation and a withdrawn
 * consent hold from the next one on.
 */
import DataLoader from 'dataloader';
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import { breakGlassParty, partiesOf, type Relationship, type RowScope } from '../../../schema/policy/row-scopes.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { CONSENT_RULES, type ConsentRuleDocument } from '../consent-rule.js';
import type { Databases } from '../databases.js';
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

interface RelationRow {
  readonly _id: { readonly patient: string; readonly as: Relationship };
  readonly teams: readonly string[];
  readonly until: Date | null;
}

export class PatientAccesses {
  readonly viewer: Viewer;
  readonly settings: AccessSettings;
  /** Patients asked about for whom the viewer had broken the glass. */
  readonly brokenGlass = new Map<string, BreakGlassGrant>();
  readonly #seen = new Map<string, PatientAccess>();
  readonly #databases: Databases;
  readonly #known: DataLoader<string, PatientAccess>;
  readonly #atPlaces: DataLoader<string, ReadonlySet<Relationship>>;
  #places: Promise<readonly string[]> | null = null;
  #ruled: Promise<readonly string[]> | null = null;

  constructor(databases: Databases, viewer: Viewer, settings: AccessSettings) {
    this.#databases = databases;
    this.viewer = viewer;
    this.settings = settings;
    this.#known = new DataLoader((patients) => this.#load(patients));
    this.#atPlaces = new DataLoader((patients) => this.#loadAtPlaces(patients));
  }

  of(patient: string): Promise<PatientAccess> {
    return this.#known.load(patient);
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
    this.#ruled = null;
  }

  /** Whether one of the scope's relations puts the patient into reach. Asked directly first: few come in by a place. */
  async relates(scope: PatientScope, patient: string): Promise<boolean> {
    const { as } = await this.of(patient);
    if (scope.as.some((way) => as.has(way))) return true;
    if (!scope.as.includes('appointment')) return false;
    return (await this.#atPlaces.load(patient)).has('appointment');
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
    this.#ruled ??= this.#databases
      .of('administrative')
      .native.collection<ConsentRuleDocument>(CONSENT_RULES)
      .distinct('patient', {
        rule: { $ne: null },
        $or: [
          { parties: { $in: [...partiesOf(this.viewer), 'any'] } },
          // Whether the viewer is on a care team is known when the patient is looked at.
          { parties: { $gte: 'CareTeam/', $lt: 'CareTeam0' } },
        ],
      });
    return this.#ruled;
  }

  async #load(patients: readonly string[]): Promise<PatientAccess[]> {
    const asked = { $in: [...patients] };
    const parties = [...partiesOf(this.viewer), ...(this.#breaksGlass() ? [breakGlassParty(this.viewer)] : [])];
    const rows = await this.#databases.relations
      .aggregate<RelationRow | ConsentRuleDocument>([
        { $match: { patient: asked, party: { $in: parties }, ...activeRelation(this.settings) } },
        {
          $group: {
            _id: { patient: '$patient', as: '$as' },
            teams: { $addToSet: { $cond: [{ $eq: ['$as', 'cares'] }, '$record', '$$REMOVE'] } },
            until: { $max: '$until' },
          },
        },
        { $unionWith: { coll: CONSENT_RULES, pipeline: [{ $match: { patient: asked, rule: { $ne: null } } }] } },
      ])
      .toArray();
    return patients.map((patient) => {
      const access = accessIn(rows, patient);
      this.#seen.set(patient, access);
      if (access.breakGlass) this.brokenGlass.set(patient, access.breakGlass);
      return access;
    });
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

function accessIn(rows: readonly (RelationRow | ConsentRuleDocument)[], patient: string): PatientAccess {
  const relations = rows.filter((row): row is RelationRow => !('rule' in row) && row._id.patient === patient);
  const glass = relations.find(({ _id }) => _id.as === 'break-glass');
  return {
    as: new Set(relations.map(({ _id }) => _id.as)),
    teams: relations.flatMap(({ teams }) => teams).filter((record) => record.startsWith('CareTeam/')),
    rules: rows
      .filter((row): row is ConsentRuleDocument => 'rule' in row && row.patient === patient)
      .sort((a, b) => (a._id < b._id ? -1 : 1)),
    breakGlass: glass?.until ? { patient, until: glass.until } : null,
  };
}
