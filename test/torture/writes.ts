/** What the writers write, in such a way that afterwards each write can be told from all others, and sent again. */
import { createHash } from 'node:crypto';
import type { CommitRequest } from '../../subgraphs/shared/write-request.js';

/** How many write at the same time. */
export const WRITERS = 16;
/** Observations in one commit: one patient sees all of them or none. */
const PANEL = 3;
/** Goals that all writers change, each on the version it read. */
const CONTENDED = 4;

/** One write of one writer in one life of its process. */
export interface Write {
  readonly life: string;
  readonly writer: number;
  readonly number: number;
  /** The version of the contended goal that it changes; null for a panel. */
  readonly on: number | null;
}

export function keyOf({ life, writer, number }: Write): string {
  return `${life}-${writer}-${number}`;
}

export function contendedGoal({ writer, number }: Pick<Write, 'writer' | 'number'>): string {
  return `goal-${(writer + number) % CONTENDED}`;
}

/** The commit of a write: every third changes a goal that others change too, the others are new panels. */
export function requestOf(write: Write): CommitRequest {
  const key = keyOf(write);
  const subject = { reference: `Patient/torture-${write.writer}` };
  const resources =
    write.on === null
      ? Array.from({ length: PANEL }, (_, part) => ({
          resourceType: 'Observation',
          id: `${key}-${part}`,
          status: 'final',
          code: { text: key },
          subject,
        }))
      : [
          {
            resourceType: 'Goal',
            id: contendedGoal(write),
            description: { text: key },
            subject: { reference: 'Patient/torture' },
          },
        ];
  const source = 'default';
  return {
    subgraph: 'clinical',
    agent: { name: 'torture', source },
    reason: 'torture',
    patient: write.on === null ? `torture-${write.writer}` : 'torture',
    idempotency: { key, request: createHash('sha256').update(JSON.stringify(resources)).digest('hex') },
    versions: resources.map((resource) => ({
      kind: resource.resourceType,
      id: resource.id,
      source,
      text: JSON.stringify(resource),
      references: {},
      expectedVersion: write.on ?? 0,
    })),
  };
}
