/**
 * Where records are written: bound to one viewer and one request. Whoever writes reaches the patient and the record as if
 * they read it, writes as themselves for their own organisation, and names the version that they change. What belongs
 * together is one commit.
 */
import { randomUUID } from 'node:crypto';
import { type AccessSettings, DEFAULT_ACCESS } from '../../../schema/policy/access-settings.js';
import { rowScope } from '../../../schema/policy/row-scopes.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { DEFAULT_SOURCE } from '../../exchange/normalise/references.js';
import type { PatientAccesses } from '../access/patient-access.js';
import type { RecordWriter } from '../commits.js';
import type { Databases } from '../databases.js';
import type { Disclosures } from '../disclosures.js';
import { badInput, forbidden } from '../errors.js';
import { idsAt } from '../fhir-json.js';
import { belongsToPractice, type ServedSubgraph, SUBGRAPHS, type SubgraphName, subgraphOf } from '../record-kind.js';
import type { RecordNode, RecordStore } from '../record-store.js';
import { NotWritten, VersionConflict, WriteUncertain } from '../write-errors.js';
import type { IdempotencyKey, NewVersion, Outcome, WritingAgent } from '../write-request.js';
import { meantHere, referencesIn } from './added-references.js';
import { digestOf } from './digest.js';
import { type ExactObject, readExact, writeExact } from './exact-json.js';
import { badRecord, refused, unknownRecord } from './refusals.js';

/** The current version of a record that the viewer may change. */
export interface StoredRecord {
  readonly kind: string;
  readonly id: string;
  /** Whom it names, wherever it is filed: what is recorded with it is theirs, also when a merge is taken back. */
  readonly patient: string | null;
  readonly version: number;
  readonly source: string;
  readonly references: Readonly<Record<string, string>>;
  readonly content: ExactObject;
  /** Ids of the organisations that wrote it; of a person, who manages their record. */
  readonly writers: readonly string[];
}

/** What is to be recorded in one commit: first the version that the mutation shows. */
export interface Change {
  readonly patient: string | null;
  readonly versions: readonly NewVersion[];
}

export interface AskedWrite {
  readonly mutation: string;
  /** All arguments but the key: what the key stands for. */
  readonly asked: unknown;
  readonly key: string;
  readonly reason: string;
}

export interface Written {
  readonly outcomes: readonly Outcome[];
  /** It had been written before, under the same key. */
  readonly repeated: boolean;
}

export interface DeskOptions {
  readonly store: RecordStore;
  /** A store for the records of another subgraph, bound to the same viewer. */
  readonly storeOf: (subgraph: SubgraphName) => RecordStore;
  readonly subgraph: ServedSubgraph;
  readonly accesses: PatientAccesses;
  /** Where it is noted for the trail that something was written. */
  readonly told: Disclosures;
  readonly databases: Databases;
  readonly writer: RecordWriter;
  readonly access?: AccessSettings;
}

const KEY = /^[\x21-\x7e]{1,128}$/;

/** 1 to 128 characters of ASCII that can be seen. */
export function isIdempotencyKey(key: string): boolean {
  return KEY.test(key);
}

const REASON_CHARACTERS = 500;
const MISTAKE = 'entered-in-error';

export class WritingDesk {
  readonly viewer: Viewer;
  readonly accesses: PatientAccesses;
  readonly databases: Databases;
  readonly #options: DeskOptions;
  readonly #stores = new Map<SubgraphName, RecordStore>();

  constructor(options: DeskOptions) {
    this.#options = options;
    this.viewer = options.store.viewer;
    this.accesses = options.accesses;
    this.databases = options.databases;
    if (options.subgraph !== 'population') this.#stores.set(options.subgraph, options.store);
  }

  /** The instant of the request, as FHIR writes it. */
  now(): string {
    return (this.#options.access ?? DEFAULT_ACCESS).now().toISOString();
  }

  /** For whom the viewer writes. Nobody names another organisation. Throws FORBIDDEN where they have none. */
  get organization(): string {
    if (this.viewer.organization === null) throw forbidden();
    return this.viewer.organization;
  }

  /** The viewer's organisation as an element. */
  organizationReference(): { reference: string } {
    return { reference: `Organization/${this.organization}` };
  }

  /** The clinician who writes: their subject is their Practitioner id (schema/policy/row-scopes.ts). */
  authorReference(): { reference: string } {
    return { reference: `Practitioner/${this.viewer.subject}` };
  }

  /**
   * Checks that a patient is in reach, as for reading. A broken glass lets a clinician read for a time; a visit that is
   * opened under it would open the record for years. Throws UNKNOWN_PATIENT, for forbidden and unknown ones alike,
   * NOT_YOURS.
   */
  async patient(id: string): Promise<string> {
    if (!(await this.#storeFor('Patient').one('Patient', id, [])))
      throw badInput('UNKNOWN_PATIENT', 'There is no such patient.');
    const scope = rowScope(this.viewer, 'Patient');
    if (scope.reach === 'patients' && !(await this.accesses.relates(scope, id))) throw refused('NOT_YOURS', 'patient');
    return this.#unreplaced(id);
  }

  /** Nothing new is recorded of somebody whom another record replaced. Throws WRONG_STATE. */
  async #unreplaced(id: string): Promise<string> {
    if ((await this.accesses.survivorOf(id)) !== id) throw refused('WRONG_STATE', 'patient');
    return id;
  }

  /** The person who asks, by the record that stands for them now. Throws FORBIDDEN, UNKNOWN_PATIENT. */
  async self(): Promise<string> {
    if (this.viewer.patient === null) throw forbidden();
    return this.patient(await this.accesses.survivorOf(this.viewer.patient));
  }

  /** Whether records of two people are filed together; both may be null. */
  async #together(one: string | null, other: string | null): Promise<boolean> {
    if (one === other || one === null || other === null) return one === other;
    return (await this.accesses.survivorOf(one)) === (await this.accesses.survivorOf(other));
  }

  /**
   * Checks that the organisation treats, manages or bills a patient: a bill is what brings a patient into a biller's reach,
   * so the first one cannot wait for it. Throws UNKNOWN_PATIENT.
   */
  async billable(id: string): Promise<string> {
    const parties = [`Organization/${this.organization}`];
    const as = ['treats', 'manages', 'bills'] as const;
    if (!(await this.accesses.relates({ reach: 'patients', parties, as, where: {} }, id)))
      throw badInput('UNKNOWN_PATIENT', 'There is no such patient.');
    return this.#unreplaced(id);
  }

  /** A record in reach, about this patient where it concerns one. Throws UNKNOWN_RECORD. */
  async reach(kind: string, id: string, patient: string | null, input: string): Promise<RecordNode> {
    const found = await this.#storeFor(kind).one(kind, id, []);
    const about = typeof found?.['patientId'] === 'string' ? found['patientId'] : null;
    if (!found || !(await this.#together(about, patient))) throw unknownRecord(input);
    return found;
  }

  /** A reference to a record in reach. Throws UNKNOWN_RECORD. */
  async reference(kind: string, id: string, patient: string | null, input: string): Promise<{ reference: string }> {
    await this.reach(kind, id, patient, input);
    return { reference: `${kind}/${id}` };
  }

  /** References to records in reach; undefined where none are named. Throws UNKNOWN_RECORD. */
  async references(
    kind: string,
    ids: readonly string[] | null | undefined,
    patient: string | null,
    input: string,
  ): Promise<{ reference: string }[] | undefined> {
    if (!ids || ids.length === 0) return undefined;
    return Promise.all(ids.map((id, index) => this.reference(kind, id, patient, `${input}.${index}`)));
  }

  /** Elements of a record in reach as it is read, to be repeated in another one about the same patient. */
  async elementsOf(kind: string, id: string, elements: readonly string[]): Promise<ExactObject> {
    const found = await this.#storeFor(kind).one(kind, id, elements);
    const shown = elements.flatMap((element) => (found?.[element] === undefined ? [] : [[element, found[element]]]));
    return readExact(JSON.stringify(Object.fromEntries(shown)));
  }

  /**
   * The visit in which something is recorded. It must be the organisation's own: what is recorded in a visit counts as
   * written by whoever provided it. Throws UNKNOWN_RECORD, NOT_YOURS, WRONG_STATE.
   */
  async ownVisit(id: string, patient: string, input: string): Promise<{ reference: string }> {
    await this.reach('Encounter', id, patient, input);
    const { records } = this.databases.of('clinical');
    const visit = await records.findOne(
      { _id: `Encounter/${id}` },
      { projection: { writers: 1, status: 1, patient: 1 } },
    );
    if (!visit?.writers?.includes(this.organization)) throw refused('NOT_YOURS', input);
    if (visit.status === 'cancelled' || visit.status === 'entered-in-error') throw refused('WRONG_STATE', input);
    return { reference: `Encounter/${id}` };
  }

  /**
   * The version of a record that the viewer changes. Throws UNKNOWN_RECORD for what is out of reach or was never there,
   * NOT_YOURS for what another organisation wrote or manages, CONFLICT for a version that is not the current one.
   */
  async current(kind: string, id: string, expectedVersion: number, input = 'id'): Promise<StoredRecord> {
    const stored = await this.stored(kind, id, input);
    if (!this.#mayChange(stored)) throw refused('NOT_YOURS', input);
    return this.inVersion(stored, expectedVersion, input);
  }

  /** The record in the version that is named, unless it is a mistake. Throws CONFLICT, WRONG_STATE. */
  inVersion(stored: StoredRecord, expectedVersion: number, input: string): StoredRecord {
    const { kind, id, version, content } = stored;
    if (version !== expectedVersion) throw new VersionConflict(`${kind}/${id}`, expectedVersion, version);
    // A mistake stays one: what was meant is recorded anew.
    if (isMistake(content)) throw refused('WRONG_STATE', input);
    return stored;
  }

  /** A record in reach as it stands, whoever wrote it. Throws UNKNOWN_RECORD. */
  async stored(kind: string, id: string, input: string): Promise<StoredRecord> {
    if (!(await this.#storeFor(kind).one(kind, id, []))) throw unknownRecord(input);
    const { records, commits } = this.databases.of(subgraphOf(kind));
    const record = `${kind}/${id}`;
    const projection = { version: 1, writers: 1, patient: 1, person: 1, 'content.managingOrganization.reference': 1 };
    const head = await records.findOne({ _id: record }, { projection });
    if (!head || head.version === 0) throw unknownRecord(input);
    const { version, patient: filed, person: patient = filed } = head;
    const writers = kind === 'Patient' ? idsAt(head.content, 'managingOrganization', 'Organization') : head.writers;
    // A commit may hold hundreds of versions: the others stay in the database.
    const wanted = { versions: { $elemMatch: { kind, id, version } } };
    const commit = await commits.findOne({ keys: `${record}/${version}` }, { projection: wanted });
    const [found] = commit?.versions ?? [];
    if (!found) throw new Error('a record has no commit of its version');
    const { source, references, text } = found;
    return { kind, id, patient, version, source, references, content: readExact(text), writers: writers ?? [] };
  }

  /**
   * What belongs to a practice is changed by the practice that wrote it; a person by who manages their record, or by who
   * reaches one that nobody manages; all else by who reaches it.
   */
  #mayChange({ kind, writers }: StoredRecord): boolean {
    const { organization } = this.viewer;
    if (!belongsToPractice(kind) && (kind !== 'Patient' || writers.length === 0)) return true;
    return organization !== null && writers.includes(organization);
  }

  /** The first version of a new record; its id is made here. */
  create(kind: string, elements: ExactObject, id: string = randomUUID()): NewVersion {
    const text = writeExact({ resourceType: kind, id, ...elements });
    const references = meantHere(referencesIn(elements), DEFAULT_SOURCE);
    return { kind, id, source: DEFAULT_SOURCE, text, references, expectedVersion: 0 };
  }

  /** The next version of a record: elements that are undefined go, all others that are not named stay as they came. */
  change(stored: StoredRecord, elements: ExactObject): NewVersion {
    const { kind, id, source, version, content } = stored;
    const text = writeExact({ ...content, ...elements });
    const known = new Set(referencesIn(content));
    const added = referencesIn(elements).filter((reference) => !known.has(reference));
    const references = { ...stored.references, ...meantHere(added, source) };
    return { kind, id, source, text, references, expectedVersion: version };
  }

  /**
   * Writes once what is asked under a key: a retry finds what the first try wrote, whatever has changed since.
   * Throws KEY_REUSED, CONFLICT, NOT_WRITTEN, WRITE_UNCERTAIN, and what `prepare` throws; then nothing is written.
   */
  async write({ mutation, asked, key, reason }: AskedWrite, prepare: () => Promise<Change>): Promise<Written> {
    if (!isIdempotencyKey(key)) throw badRecord('idempotencyKey');
    const words = reason.trim();
    if (words.length === 0 || words.length > REASON_CHARACTERS) throw badRecord('reason');
    const idempotency = { key, request: digestOf({ mutation, asked }) };
    const earlier = await this.#recall(idempotency);
    if (earlier) return { outcomes: earlier, repeated: true };
    try {
      const { patient, versions } = await prepare();
      const { writer, subgraph } = this.#options;
      if (subgraph === 'population') throw new Error('the population holds no records');
      const request = { subgraph, agent: this.#agent(), reason: words, patient, versions, idempotency };
      const outcomes = await writer.record(request);
      // What the commit was made for: its first version.
      this.#options.told.did(outcomes[0]?.version === 1 ? 'C' : 'U');
      return { outcomes, repeated: false };
    } catch (error) {
      if (error instanceof NotWritten || error instanceof WriteUncertain) throw error;
      // The same request, sent twice at once: what the other one wrote is no obstacle but the answer.
      const meanwhile = await this.#recall(idempotency);
      if (!meanwhile) throw error;
      return { outcomes: meanwhile, repeated: true };
    } finally {
      for (const store of this.#stores.values()) store.forget();
    }
  }

  /** A key belongs to one change, in whichever database it was made. */
  async #recall(idempotency: IdempotencyKey): Promise<Outcome[] | null> {
    const { writer } = this.#options;
    const agent = this.#agent();
    const found = await Promise.all(SUBGRAPHS.map((subgraph) => writer.recall(subgraph, agent, idempotency)));
    return found.find((outcomes) => outcomes !== null) ?? null;
  }

  /** Who writes, for the provenance of the version (FHIR Provenance.agent). */
  #agent(): WritingAgent {
    const { subject, role, organization, patient } = this.viewer;
    const who = role === 'clinician' ? `Practitioner/${subject}` : role === 'patient' ? `Patient/${patient}` : null;
    return {
      name: subject,
      source: DEFAULT_SOURCE,
      role,
      ...(who !== null && { who }),
      ...(organization !== null && { onBehalfOf: `Organization/${organization}` }),
    };
  }

  #storeFor(kind: string): RecordStore {
    const subgraph = subgraphOf(kind);
    const store = this.#stores.get(subgraph) ?? this.#options.storeOf(subgraph);
    this.#stores.set(subgraph, store);
    return store;
  }
}

function isMistake({ status, lifecycleStatus, verificationStatus }: ExactObject): boolean {
  if (status === MISTAKE || lifecycleStatus === MISTAKE) return true;
  return verificationStatus !== undefined && writeExact(verificationStatus).includes(`"${MISTAKE}"`);
}
