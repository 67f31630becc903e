/**
 * What of an operation goes into the trail. Every answer to somebody with a valid token passes here before it leaves,
 * those of the servers of roles and those of the HTTP surface before them alike. Who has no valid token is no viewer and
 * has been shown nothing: the trail cannot name them, and strangers cannot fill it.
 */
import type { TrailActs, TrailDisclosure, TrailEntry } from '../schema/policy/trail.js';
import type { Viewer } from '../schema/policy/viewer.js';
import { step } from '../schema/telemetry/telemetry.js';
import { catalogued, type ErrorCode, isErrorCode, statusOf } from './errors.js';
import { type ErrorReport, reportToStderr } from './plugins/mask-errors.js';
import { noteRequest } from './telemetry/request-note.js';
import type { Trail } from './trail.js';

export interface AnsweredOperation {
  readonly viewer: Viewer;
  /** The name that the client gave it, if any: the client's own text. */
  readonly operation: string | null;
  readonly disclosed: readonly TrailDisclosure[];
  /** What it did beside that: nothing, where it only read. */
  readonly acts?: TrailActs;
  /** The codes of the errors in the answer. */
  readonly codes: readonly unknown[];
  /** A subgraph refused the viewer. */
  readonly refused: boolean;
}

/** Rejects with TRAIL_UNAVAILABLE when the operation cannot be recorded; then nothing of it may be shown. */
export type RecordOperation = (answered: AnsweredOperation) => Promise<void>;

export function operationRecorder(trail: Trail, report: ErrorReport = reportToStderr): RecordOperation {
  return async (answered) => {
    noteAnswered(answered);
    const verdict = verdictOn(answered);
    if (!verdict) return;
    try {
      await step('trail', () =>
        trail.append({
          at: new Date(),
          viewer: answered.viewer,
          operation: operationName(answered.operation),
          ...verdict,
          ...answered.acts,
          disclosures: merged(answered.disclosed),
        }),
      );
    } catch (error) {
      report('audit-trail', error);
      throw catalogued(answered.acts?.action === undefined ? 'TRAIL_UNAVAILABLE' : 'TRAIL_UNAVAILABLE_AFTER_WRITE');
    }
  };
}

function noteAnswered({ viewer, codes: [code] }: AnsweredOperation): void {
  noteRequest({ role: viewer.role, ...(code !== undefined && { code: isErrorCode(code) ? code : 'INTERNAL' }) });
}

/**
 * How an operation ended; null for one that told nothing and was not refused, such as `{ __typename }`.
 * Refused outweighs failed, and failed outweighs disclosed: an error of one field beside records that were shown is the
 * caller's affair only, but what broke may have been read without our being told.
 */
export function verdictOn({
  disclosed,
  codes,
  refused,
  acts,
}: Pick<AnsweredOperation, 'disclosed' | 'codes' | 'refused' | 'acts'>): Pick<TrailEntry, 'outcome' | 'code'> | null {
  const known = codes.map((code): ErrorCode => (isErrorCode(code) ? code : 'INTERNAL'));
  if (refused || known.includes('FORBIDDEN')) return { outcome: 'refused', code: 'FORBIDDEN' };
  const broken = known.find((code) => statusOf(code) >= 500);
  if (broken) return { outcome: 'failed', code: broken };
  // Who writes what they may not read is shown nothing, and has written.
  if (disclosed.length > 0 || acts?.action !== undefined) return { outcome: 'disclosed', code: null };
  const [first] = known;
  return first ? { outcome: 'refused', code: first } : null;
}

const NAME_LENGTH = 128;

/** What of a client's text can be a name in GraphQL; what else they sent there is not for the trail to keep. */
export function operationName(text: string | null): string | null {
  return text?.replace(/[^_A-Za-z0-9]/g, '').slice(0, NAME_LENGTH) || null;
}

/** Several fetches of one operation may read the same kind of the same patient. */
function merged(disclosed: readonly TrailDisclosure[]): TrailDisclosure[] {
  const byKey = new Map<string, TrailDisclosure>();
  for (const row of disclosed) {
    const key = JSON.stringify([row.kind, row.patient]);
    const earlier = byKey.get(key);
    byKey.set(key, {
      kind: row.kind,
      patient: row.patient,
      count: row.count + (earlier?.count ?? 0),
      ...((row.part2 || earlier?.part2) && { part2: true }),
      ...((row.breakGlass || earlier?.breakGlass) && { breakGlass: true }),
    });
  }
  return [...byKey.values()];
}
