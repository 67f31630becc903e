/**
 * Which of what was read is under 42 CFR Part 2 and was disclosed, that is shown to others than who wrote it: each such
 * answer carries the notice (2.32), and the trail says so (2.25).
 */
import { permits } from '../consent-predicate.js';
import type { RecordDocument } from '../databases.js';
import type { PatientAccess, PatientAccesses } from './patient-access.js';
import { consentViewer } from './record-predicate.js';

const KEYS = ['labels', 'writers'] as const;

export class Part2Watch {
  /** Search keys that a record must come with, so that it can be told. */
  readonly keys: readonly string[];
  readonly #accesses: PatientAccesses;

  constructor(accesses: PatientAccesses) {
    this.#accesses = accesses;
    const { role, width } = accesses.viewer;
    // The patient's own record is no disclosure, nor is what an organisation reads of its own writing.
    this.keys = role === 'patient' || role === 'auditor' || width === 'PRACTICE' ? [] : KEYS;
  }

  isIn({ labels = [], writers = [] }: RecordDocument): boolean {
    const { organization } = this.#accesses.viewer;
    return labels.includes('SUD') && (organization === null || !writers.includes(organization));
  }

  /** Whether a sum over the patient's records may hold such: where a consent opens them, the notice is given. */
  mayBeIn(patient: string | null): boolean {
    if (this.keys.length === 0) return false;
    const known = patient === null ? this.#accesses.seen() : [this.#accesses.seenOf(patient)];
    return known.some((access) => access !== undefined && this.#permitted(access));
  }

  #permitted(access: PatientAccess): boolean {
    const { viewer, settings } = this.#accesses;
    return permits(access.rules, consentViewer(viewer, access, settings)).some(({ names }) => names.has('SUD'));
  }
}
