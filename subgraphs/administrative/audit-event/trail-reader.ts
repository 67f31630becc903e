/**
 * The one door to the trail, made for one viewer and one request. An auditor reads all of it; a patient reads what
 * concerns them, and of entries that concern others too only their own rows: the rest never leaves MongoDB.
 */
import type { mongo } from 'mongoose';
import { accountablePredicate, type Span } from '../../../schema/policy/accounting.js';
import { TRAIL_COLLECTION, type TrailEntry } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { decodeCursor, encodeCursor, type Position } from '../../shared/cursor.js';
import type { Disclosures } from '../../shared/disclosures.js';
import { badInput } from '../../shared/errors.js';
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

/** Whose rows a viewer may see: one patient's, everybody's (null), or nobody's. */
export function trailScope(viewer: Viewer, patient: string | null): { readonly patient: string | null } | 'nobody' {
  if (viewer.role === 'auditor') return { patient };
  const own = viewer.role === 'patient' ? viewer.patient : null;
  return own !== null && (patient === null || patient === own) ? { patient: own } : 'nobody';
}

export class TrailReader {
  readonly #viewer: Viewer;
  readonly #entries: mongo.Collection<TrailEntry>;
  readonly #disclosures: Disclosures;

  constructor(viewer: Viewer, trail: mongo.Db, disclosures: Disclosures) {
    this.#viewer = viewer;
    this.#entries = trail.collection<TrailEntry>(TRAIL_COLLECTION);
    this.#disclosures = disclosures;
  }

  /** A page of the trail, latest first. Throws BAD_CURSOR. */
  page(question: TrailQuestion): Promise<TrailPage> {
    return this.#page(question, (patient) => (patient === null ? {} : { patients: patient }));
  }

  /**
   * A page of what the patient is owed an account of, latest first: at most six years back from `now` (accounting.ts).
   * Throws BAD_CURSOR.
   */
  account(question: TrailQuestion & { readonly patient: string }, period: Span, now: Date): Promise<TrailPage> {
    return this.#page(question, (patient) => accountablePredicate(patient ?? question.patient, now, period));
  }

  async #page(question: TrailQuestion, concerning: (patient: string | null) => Predicate): Promise<TrailPage> {
    const after = question.after === null ? null : positionOf(question.after);
    const scope = trailScope(this.#viewer, question.patient);
    if (scope === 'nobody') return { rows: [], hasNextPage: false, totalCount: question.withTotal ? 0 : null };
    const match = { $and: [concerning(scope.patient), question.where] };
    const [found, [counted]] = await Promise.all([
      question.withRows ? this.#read<Found>(rowStages(match, after, question, scope.patient)) : [],
      question.withTotal ? this.#read<{ total: number }>([{ $match: match }, { $count: 'total' }]) : [],
    ]);
    const shown = found.slice(0, question.first);
    this.#note(shown, scope.patient);
    // A number of entries tells of them also where none of them is shown.
    if (shown.length === 0 && (counted?.total ?? 0) > 0)
      this.#disclosures.add('AuditEvent', scope.patient, counted?.total);
    return {
      rows: shown.map(({ _id, ...entry }) => ({
        node: { id: auditEventId(_id), ...entry },
        cursor: encodeCursor({ key: entry.at.getTime(), id: _id }),
      })),
      hasNextPage: found.length > question.first,
      totalCount: question.withTotal ? (counted?.total ?? 0) : null,
    };
  }

  /** Reading the trail tells of patients, so it stands in the trail too. */
  #note(shown: readonly Found[], patient: string | null): void {
    for (const entry of shown) {
      const concerned = patient === null ? (entry.disclosures ?? []).map((row) => row.patient) : [patient];
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
  patient: string | null,
): Stage[] {
  const time = after && new Date(after.key);
  const beyond = after ? [{ $match: { $or: [{ at: { $lt: time } }, { at: time, _id: { $lt: after.id } }] } }] : [];
  return [
    { $match: match },
    ...beyond,
    { $sort: { at: -1, _id: -1 } },
    { $limit: question.first + 1 },
    { $project: projectionOf(question.paths, patient) },
  ];
}

/** `at` always travels: it is the cursor's. */
function projectionOf(paths: readonly string[], patient: string | null): Record<string, unknown> {
  const projection: Record<string, unknown> = { at: 1 };
  for (const path of paths) projection[path] = path === 'disclosures' && patient !== null ? rowsOf(patient) : 1;
  return projection;
}

/** $literal: an id that begins with '$' would be read as the name of a field. */
function rowsOf(patient: string): Record<string, unknown> {
  return {
    $filter: { input: '$disclosures', as: 'row', cond: { $eq: ['$$row.patient', { $literal: patient }] } },
  };
}
