/** The trail that the twins begin with: what concerns Ann is the same in both, what concerns others is not. */
import type { TrailEntry } from '../../schema/policy/trail.js';
import { PEOPLE } from './population.js';
import type { Twin } from './twin-records.js';
import { VIEWERS } from './visible.js';

const AUDITED: ReadonlySet<Twin> = new Set(['left', 'auditor']);
const FIRST = Date.UTC(2025, 0, 1);
const HOUR = 3_600_000;

/** Two entries of each person, and some that concern Ann and another at once. An auditor's twins have the same. */
export function trailOf(twin: Twin): TrailEntry[] {
  const told = AUDITED.has(twin) ? '' : ' elsewhere';
  return PEOPLE.flatMap((patient, n) => [
    ...(told !== '' && n % 3 === 2
      ? []
      : [
          entry(
            n * 2,
            patient,
            [{ kind: 'Observation', patient, count: patient === 'ann' || told === '' ? 3 : 7 }],
            told,
          ),
        ]),
    entry(
      n * 2 + 1,
      patient,
      [
        { kind: 'Condition', patient: 'ann', count: 1 },
        ...(patient === 'ann' || (told !== '' && n % 2 === 0)
          ? []
          : [{ kind: 'Condition', patient, count: n + told.length }]),
      ],
      told,
    ),
  ]);
}

function entry(n: number, patient: string, disclosures: TrailEntry['disclosures'], told: string): TrailEntry {
  const seq = n;
  return {
    _id: `twin:${String(seq).padStart(10, '0')}`,
    chain: 'twin',
    seq,
    at: new Date(FIRST + n * HOUR),
    viewer: {
      subject: `reader-${n % 3}`,
      role: n % 2 === 0 ? 'clinician' : 'registrar',
      organization: VIEWERS.clinician.organization ?? null,
      patient: null,
      purpose: 'TREAT',
      tokenId: null,
      width: null,
    },
    // The name that a client gave its operation is not for the patient to read.
    operation: `read-${patient}${told}`,
    outcome: 'disclosed',
    code: null,
    disclosures,
    patients: [...new Set(disclosures.flatMap((row) => row.patient ?? []))],
    noted: [],
    accounted: [],
    previous: '',
    hash: `hash-${n}`,
  };
}
