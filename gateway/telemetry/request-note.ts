/** What is noted of a request while it is answered, for its one line in the log. It has no room for anything of a record. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '../../schema/policy/viewer.js';

export interface RequestNote {
  role?: Role;
  /** The name in the manifest of persisted operations, or the hash of the query without its values. */
  operation?: string;
  /** Of the first error. */
  code?: string;
  /** Under which an error of ours was reported. */
  reference?: string;
}

const notes = new AsyncLocalStorage<RequestNote>();

/** Runs the answering of a request with a note of its own. */
export function withNote<T>(note: RequestNote, work: () => T): T {
  return notes.run(note, work);
}

/** Notes something of the request that is being answered; of none, nothing. The first code is kept. */
export function noteRequest(more: RequestNote): void {
  const note = notes.getStore();
  if (note) Object.assign(note, { ...more, ...(note.code !== undefined && { code: note.code }) });
}

/** Whether requests are noted at all. */
export function isNoted(): boolean {
  return notes.getStore() !== undefined;
}
