/** How far a measure was computed, so that the next run looks only at patients whose records changed since. */
import type { mongo } from 'mongoose';
import type { Databases } from '../shared/databases.js';
import { survivorsOf } from '../shared/merged-charts.js';
import { SUBGRAPHS } from '../shared/record-kind.js';
import type { MeasureBundle } from './measure-bundle.js';
import type { MeasurementPeriod } from './period.js';

/** Kept beside the read model and thrown away with it: without it everybody is looked at once more. */
const COLLECTION = 'measureRuns';

/** Clocks of importers may differ, and a commit takes a moment from its date to its place. */
const OVERLAP_MS = 60_000;

export const MEASURES_AGENT = 'measures';

interface LastRun {
  readonly _id: string;
  readonly digest: string;
  readonly through: Date;
}

function runs(databases: Databases): mongo.Collection<LastRun> {
  return databases.of('clinical').native.collection<LastRun>(COLLECTION);
}

function runId(measure: MeasureBundle, period: MeasurementPeriod): string {
  return `${measure.url} ${period.start}..${period.end}`;
}

/** When this very bundle was last computed for the period; null when it never was. */
export async function lastRun(
  databases: Databases,
  measure: MeasureBundle,
  period: MeasurementPeriod,
): Promise<Date | null> {
  const found = await runs(databases).findOne({ _id: runId(measure, period) });
  return found?.digest === measure.digest ? found.through : null;
}

export async function noteRun(
  databases: Databases,
  measure: MeasureBundle,
  period: MeasurementPeriod,
  through: Date,
): Promise<void> {
  const set = { digest: measure.digest, through };
  await runs(databases).updateOne({ _id: runId(measure, period) }, { $set: set }, { upsert: true });
}

/** All patients there are, by id; who was replaced has no chart. */
export async function allPatients(databases: Databases): Promise<string[]> {
  const found = databases
    .of('administrative')
    .records.find({ kind: 'Patient', version: { $gt: 0 }, replacedBy: { $exists: false } }, { projection: { _id: 1 } })
    .sort({ _id: 1 });
  return (await found.toArray()).map(({ _id }) => _id.slice('Patient/'.length));
}

/** Patients about whom anything but measures was recorded since; and those whose medicines changed. */
export async function changedPatients(databases: Databases, since: Date): Promise<string[]> {
  const from = new Date(since.getTime() - OVERLAP_MS);
  const where = { at: { $gte: from }, 'agent.name': { $ne: MEASURES_AGENT } };
  const found = await Promise.all(
    SUBGRAPHS.map((name) =>
      databases
        .of(name)
        .commits.aggregate<{ _id: string | null }>([{ $match: where }, { $group: { _id: '$patient' } }])
        .toArray(),
    ),
  );
  const patients = found.flat().flatMap(({ _id }) => _id ?? []);
  const changed = [
    ...patients,
    ...(await patientsOfMedicines(databases, where)),
    ...(await unmerged(databases, where)),
  ];
  return [...new Set((await survivorsOf(databases, changed)).values())].sort();
}

/** A merge and its undoing are recorded of one person, and change the chart of two. */
async function unmerged(databases: Databases, where: Readonly<Record<string, unknown>>): Promise<string[]> {
  const several = { ...where, 'versions.1.kind': 'Patient' };
  const found = await databases
    .of('administrative')
    .commits.find(several, { projection: { keys: 1 } })
    .toArray();
  return found.flatMap(({ keys }) =>
    keys.flatMap((key) => (key.startsWith('Patient/') ? (key.split('/')[1] ?? []) : [])),
  );
}

async function patientsOfMedicines(databases: Databases, where: Readonly<Record<string, unknown>>): Promise<string[]> {
  const { commits, records } = databases.of('clinical');
  const changed = await commits
    .aggregate<{ _id: string }>([
      { $match: { ...where, patient: null } },
      { $unwind: '$versions' },
      { $match: { 'versions.kind': 'Medication' } },
      { $group: { _id: { $concat: ['Medication/', '$versions.id'] } } },
    ])
    .toArray();
  if (changed.length === 0) return [];
  const named = { 'content.medicationReference.reference': { $in: changed.map(({ _id }) => _id) } };
  const patients: (string | null)[] = await records.distinct('patient', named);
  return patients.filter((patient) => patient !== null);
}
