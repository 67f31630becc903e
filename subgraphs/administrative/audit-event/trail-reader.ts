/**
 * The one door to the trail, made for one viewer and one request. An auditor reads all of it; a patient reads what
 * concerns them, and of entries that concern others too only their own rows: the rest never leaves MongoDB.
 */
import type { mongo } from 'mongoose';
import { accountablePredicate, type Span } from '../../../schema/policy/accounting.js';
import { TRAIL_COLLECTION, type TrailEntry } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import type { PatientAccesses } from '../../shared/access/patient-access.js';
import type { SubgraphContext } from '../../shared/context.js';
import { decodeCursor, encodeCursor, type Position } from '../../shared/cursor.js';
import type { Databases } from '../../shared/databases.js';
import type { Disclosures } from '../../shared/disclosures.js';
import { badInput } from '../../shared/errors.js';
import { membersOf } from '../../shared/merged-charts.js';
import type { Predicate, Stage } from '../../shared/record-store.js';
import { auditEventId } from './fhir-audit-event.js';

export interface TrailQuestion {
  /** Only entries that disclosed something of this patient, and of those only the patient's rows; null for all. */
  readonly patient: string | null;
  /** What else stored entries must be. */
  readonly where: Predicate;
  readonly first: number;
  readonly after: string | null;
  /** Paths of an entry that are asked for and may be read. */
  readonly paths: readonly string[];
  readonly withRows: boolean;
  readonly withTotal: boolean;
}

/** An entry as resolvers see it: what was asked for of it, and its id. */
export interface TrailRow extends Partial<Omit<TrailEntry, '_id'>> {
  readonly id: string;
}

export interface TrailPage {
  readonly rows: readonly { readonly node: TrailRow; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly totalCount: number | null;
}

type Found = Partial<TrailEntry> & Pick<TrailEntry, '_id' | 'at'>;

/** The records of one person: several where a merge says so; everybody's when null. */
type People = readonly string[] | null;

/** Whose rows a viewer may see, of those asked for; nobody's where it is none. `own` are the viewer's, if they are a patient. */
export function trailScope(
  viewer: Viewer,
  asked: People,
  own: readonly string[],
): { readonly people: People } | 'nobody' {
  if (viewer.role === 'auditor') return { people: asked };
  if (viewer.role !== 'patient' || own.length === 0) return 'nobody';
  return asked === null || asked.some((patient) => own.includes(patient)) ? { people: own } : 'nobody';
}

export class TrailReader {
  readonly #viewer: Viewer;
  readonly #entries: mongo.Collection<TrailEntry>;
  readonly #disclosures: Disclosures;
  readonly #accesses: PatientAccesses;
  readonly #databases: Databases;

  constructor({ desk, store }: Pick<SubgraphContext, 'desk' | 'store'>, databases: Databases) {
    this.#viewer = store.viewer;
    this.#accesses = desk.accesses;
    this.#databases = databases;
    this.#entries = databases.trail.collection<TrailEntry>(TRAIL_COLLECTION);
    this.#disclosures = store.disclosures;
  }

  /** A page of the trail, latest first. Throws BAD_CURSOR. */
  page(question: TrailQuestion): Promise<TrailPage> {
    return this.#page(question, (people) => (people === null ? {} : { patients: { $in: [...people] } }));
  }

  /**
   * A page of what the patient is owed an account of, latest first: at most six years back from `now` (accounting.ts).
   * Throws BAD_CURSOR.
   */
  account(question: TrailQuestion & { readonly patient: string }, period: Span, now: Date): Promise<TrailPage> {
    return this.#page(question, (people) => accountablePredicate(people ?? [question.patient], now, period));
  }

  async #page(question: TrailQuestion, concerning: (people: People) => Predicate): Promise<TrailPage> {
    const after = question.after === null ? null : positionOf(question.after);
    const scope = await this.#scope(question.patient);
    if (scope === 'nobody') return { rows: [], hasNextPage: false, totalCount: question.withTotal ? 0 : null };
    const match = { $and: [concerning(scope.people), question.where] };
    const [found, [counted]] = await Promise.all([
      question.withRows ? this.#read<Found>(rowStages(match, after, question, scope.people)) : [],
      question.withTotal ? this.#read<{ total: number }>([{ $match: match }, { $count: 'total' }]) : [],
    ]);
    const shown = found.slice(0, question.first);
    this.#note(shown, scope.people);
    // A number of entries tells of them also where none of them is shown.
    if (shown.length === 0 && (counted?.total ?? 0) > 0)
      this.#disclosures.add('AuditEvent', scope.people?.[0] ?? null, counted?.total);
    return {
      rows: shown.map(({ _id, ...entry }) => ({
        node: { id: auditEventId(_id), ...entry },
        cursor: encodeCursor({ key: entry.at.getTime(), id: _id }),
      })),
      hasNextPage: found.length > question.first,
      totalCount: question.withTotal ? (counted?.total ?? 0) : null,
    };
  }

  /** What was disclosed under an id before a merge is of the same person: the account of the survivor holds it. */
  async #scope(patient: string | null): Promise<ReturnType<typeof trailScope>> {
    const asked = patient === null ? null : await membersOf(this.#databases, patient);
    return trailScope(this.#viewer, asked, this.#viewer.role === 'patient' ? await this.#accesses.own() : []);
  }

  /** Reading the trail tells of patients, so it stands in the trail too. */
  #note(shown: readonly Found[], people: People): void {
    for (const entry of shown) {
      const concerned = people === null ? (entry.disclosures ?? []).map((row) => row.patient) : people.slice(0, 1);
      for (const each of new Set(concerned.length > 0 ? concerned : [null])) this.#disclosures.add('AuditEvent', each);
    }
  }

  #read<T extends object>(pipeline: Stage[]): Promise<T[]> {
    return this.#entries.aggregate<T>(pipeline, { maxTimeMS: 5000, allowDiskUse: false }).toArray();
  }
}

function positionOf(cursor: string): Position & { key: number } {
  const { key, id } = decodeCursor(cursor);
  if (typeof key !== 'number') throw badInput('BAD_CURSOR', '"after" is not a cursor of this list.');
  return { key, id };
}

function rowStages(
  match: Predicate,
  after: (Position & { key: number }) | null,
  question: TrailQuestion,
  people: People,
): Stage[] {
  const time = after && new Date(after.key);
  const beyond = after ? [{ $match: { $or: [{ at: { $lt: time } }, { at: time, _id: { $lt: after.id } }] } }] : [];
  return [
    { $match: match },
    ...beyond,
    { $sort: { at: -1, _id: -1 } },
    { $limit: question.first + 1 },
    { $project: projectionOf(question.paths, people) },
  ];
}

/** `at` always travels: it is the cursor's. */
function projectionOf(paths: readonly string[], people: People): Record<string, unknown> {
  const projection: Record<string, unknown> = { at: 1 };
  for (const path of paths) projection[path] = path === 'disclosures' && people !== null ? rowsOf(people) : 1;
  return projection;
}

/** $literal: an id that begins with '$' would be read as the name of a field. */
function rowsOf(people: readonly string[]): Record<string, unknown> {
  return {
    $filter: { input: '$disclosures', as: 'row', cond: { $in: ['$$row.patient', { $literal: [...people] }] } },
  };
}
