/** Computes measures for patients and records what came out, a few patients at a time. */
import type { NewVersion, RecordWriter } from '../shared/commits.js';
import { consentsDigest } from '../shared/consent/consents-stand.js';
import type { Databases, RecordDocument } from '../shared/databases.js';
import type { FhirObject } from '../shared/fhir-json.js';
import { INPUT_SYSTEM, identifierOf } from '../shared/measure-outcome.js';
import { subgraphOf } from '../shared/record-kind.js';
import type { PatientInput, PatientOutcome } from './calculation.js';
import { withFittingProfiles } from './claimed-profiles.js';
import { allPatients, changedPatients, lastRun, MEASURES_AGENT, noteRun } from './last-run.js';
import type { MeasureBundle } from './measure-bundle.js';
import { kindOf, type ReportOf, recordOf, reportId, saysTheSame } from './measure-report.js';
import { readPatients } from './patient-records.js';
import type { MeasurementPeriod } from './period.js';
import { inputDigest, type Variant, variantsOf } from './variants.js';
import { startWorkers, type Workers } from './workers.js';

/** Patients of one call: the engine takes a second for each call and some 40 ms for each patient. */
const PATIENTS_TOGETHER = 50;

export interface MeasuresRun {
  readonly measures: readonly MeasureBundle[];
  readonly period: MeasurementPeriod;
  readonly databases: Databases;
  readonly writer: Pick<RecordWriter, 'write'>;
  /** Computes everybody anew, also whom nothing happened to since. */
  readonly everybody: boolean;
  readonly workers: number;
  readonly now: () => Date;
  /** More patients to look at; and one that was looked at. */
  onPatients(count: number): void;
  onDone(count: number): void;
  /** A patient for whom a measure could not be computed, and why. */
  onFailure(measure: MeasureBundle, patient: string, reason: string): void;
}

/** What became of one measure. */
export interface MeasureSummary {
  readonly measure: MeasureBundle;
  patients: number;
  computed: number;
  recorded: number;
  unchanged: number;
  failed: number;
}

/** @throws when the database or a worker fails; what was recorded until then stays, and the next run does the rest. */
export async function runMeasures(run: MeasuresRun): Promise<MeasureSummary[]> {
  const summaries: MeasureSummary[] = [];
  for (const measure of run.measures) summaries.push(await new MeasureRun(run, measure).all());
  return summaries;
}

/** Records that are to be computed from, and the reports which it answers: equal records need one calculation. */
interface Task {
  readonly patient: string;
  readonly digest: string;
  readonly records: readonly RecordDocument[];
  readonly reports: ReportOf[];
}

/** A patient, and the records that may count for each reader. */
interface Readable {
  readonly patient: string;
  readonly consents: string;
  readonly variants: readonly Variant[];
}

class MeasureRun {
  readonly #run: MeasuresRun;
  readonly #measure: MeasureBundle;
  readonly #summary: MeasureSummary;
  #workers: Workers | null = null;

  constructor(run: MeasuresRun, measure: MeasureBundle) {
    this.#run = run;
    this.#measure = measure;
    this.#summary = { measure, patients: 0, computed: 0, recorded: 0, unchanged: 0, failed: 0 };
  }

  async all(): Promise<MeasureSummary> {
    const { databases, period, everybody, now } = this.#run;
    const started = now();
    const since = everybody ? null : await lastRun(databases, this.#measure, period);
    const patients = since === null ? await allPatients(databases) : await changedPatients(databases, since);
    this.#run.onPatients(patients.length);
    const portions: string[][] = [];
    for (let start = 0; start < patients.length; start += PATIENTS_TOGETHER)
      portions.push(patients.slice(start, start + PATIENTS_TOGETHER));
    try {
      await Promise.all(Array.from({ length: this.#run.workers }, () => this.#portions(portions)));
    } finally {
      this.#workers?.stop();
    }
    // Those who failed are looked at again next time.
    if (this.#summary.failed === 0) await noteRun(databases, this.#measure, period, started);
    return this.#summary;
  }

  async #portions(portions: string[][]): Promise<void> {
    for (let portion = portions.shift(); portion !== undefined; portion = portions.shift()) {
      await this.#portion(portion);
      this.#run.onDone(portion.length);
    }
  }

  async #portion(patients: readonly string[]): Promise<void> {
    const { databases } = this.#run;
    const known = await readPatients(databases, patients, this.#measure.kinds);
    this.#summary.patients += known.length;
    const variants = await Promise.all(
      known.map(async (entry) => ({
        patient: entry.patient,
        consents: consentsDigest(entry.rules),
        variants: await variantsOf(databases, entry, this.#run.now()),
      })),
    );
    const tasks = await this.#due(variants.flatMap((entry) => this.#tasksOf(entry)));
    // A call takes each patient once: variants of one patient go in different calls.
    for (let rest = tasks; rest.length > 0; ) {
      const first = [...new Map([...rest].reverse().map((task) => [task.patient, task])).values()];
      rest = rest.filter((task) => !first.includes(task));
      await this.#compute(first);
    }
  }

  #tasksOf({ patient, consents, variants }: Readable): Task[] {
    const { period } = this.#run;
    const measure = this.#measure;
    const tasks = new Map<string, Task>();
    for (const { basis, payer, records, sensitiveBy } of variants) {
      const digest = inputDigest(records, measure.digest, period.start, period.end, consents);
      const task = tasks.get(digest) ?? { patient, digest, records, reports: [] };
      task.reports.push({ measure, period, patient, basis, payer, sensitiveBy, consents });
      tasks.set(digest, task);
    }
    return [...tasks.values()];
  }

  /** The tasks some of whose reports rest on other records than now; with those reports alone. */
  async #due(tasks: readonly Task[]): Promise<Task[]> {
    if (this.#run.everybody) return [...tasks];
    const recorded = await this.#recorded(tasks.flatMap(({ reports }) => reports));
    return tasks.flatMap((task) => {
      const reports = task.reports.filter(
        (report) => identifierOf(recorded.get(reportId(report)), INPUT_SYSTEM) !== task.digest,
      );
      this.#summary.unchanged += task.reports.length - reports.length;
      return reports.length > 0 ? [{ ...task, reports }] : [];
    });
  }

  /** What is recorded by now of these reports, by id, verbatim. */
  async #recorded(reports: readonly ReportOf[]): Promise<Map<string, FhirObject>> {
    const keys = reports.map((report) => `${kindOf(report)}/${reportId(report)}`);
    const found = await Promise.all(
      (['clinical', 'financial'] as const).map((name) => latestVersions(this.#run.databases, name, keys)),
    );
    return new Map(found.flat().map((report) => [String(report['id']), report]));
  }

  async #compute(tasks: readonly Task[]): Promise<void> {
    const { period, workers } = this.#run;
    this.#workers ??= startWorkers(this.#measure, period, workers);
    const outcomes = await this.#workers.compute(tasks.map((task) => this.#inputOf(task)));
    const current = await this.#recorded(tasks.flatMap(({ reports }) => reports));
    await Promise.all(
      tasks.map(async (task) => {
        const outcome = outcomes.find(({ patient }) => patient === task.patient);
        if (outcome?.report === undefined) return this.#failed(task.patient, outcome?.failure ?? 'no result');
        this.#summary.computed++;
        return this.#record(task, outcome, current);
      }),
    );
  }

  #inputOf({ patient, records }: Task): PatientInput {
    const entry = records.map(({ content }) => ({
      resource: withFittingProfiles(content, this.#measure.profiles),
    }));
    return { patient, bundle: { resourceType: 'Bundle', type: 'collection', entry } };
  }

  #failed(patient: string, reason: string): void {
    this.#summary.failed++;
    this.#run.onFailure(this.#measure, patient, reason);
  }

  async #record(task: Task, outcome: PatientOutcome, current: ReadonlyMap<string, FhirObject>): Promise<void> {
    const date = this.#run.now();
    const records = task.reports.map((report) => recordOf(report, outcome, task.digest, date));
    const fresh = records.filter((record) => {
      const known = current.get(String(record['id']));
      return known === undefined || !saysTheSame(known, record);
    });
    this.#summary.unchanged += records.length - fresh.length;
    for (const subgraph of ['clinical', 'financial'] as const) {
      const versions = fresh.map(versionOf).filter(({ kind }) => subgraphOf(kind) === subgraph);
      if (versions.length === 0) continue;
      const agent = { name: MEASURES_AGENT, source: 'default' };
      const reason = 'quality measure computed';
      const verdicts = await this.#run.writer.write({ subgraph, agent, reason, patient: task.patient, versions });
      this.#summary.recorded += verdicts.filter((verdict) => verdict !== 'unchanged').length;
    }
  }
}

function versionOf(record: FhirObject): NewVersion {
  const kind = String(record['resourceType']);
  return { kind, id: String(record['id']), source: 'default', text: JSON.stringify(record), references: {} };
}

/** The newest version of each record, as it was written: the read model adds to it. */
async function latestVersions(
  databases: Databases,
  name: 'clinical' | 'financial',
  keys: readonly string[],
): Promise<FhirObject[]> {
  const { records, commits } = databases.of(name);
  const heads = await records.find({ _id: { $in: [...keys] } }, { projection: { version: 1 } }).toArray();
  const wanted = new Set(heads.map(({ _id, version }) => `${_id}/${version}`));
  if (wanted.size === 0) return [];
  const found = await commits.find({ keys: { $in: [...wanted] } }, { projection: { versions: 1 } }).toArray();
  return found
    .flatMap(({ versions }) => versions)
    .filter(({ kind, id, version }) => wanted.has(`${kind}/${id}/${version}`))
    .map(({ text }) => JSON.parse(text) as FhirObject);
}
