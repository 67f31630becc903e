/**
 * Charts of one person. Where a human decided that one record replaces another (FHIR Patient.link, `replaced-by`), all
 * that was recorded of either is filed under the one that survives: the read model's `patient` is the survivor, and
 * `person` whom the record itself names. So each list, count, search, summary, export and each wall that goes by patient
 * meets one chart, on every path, and none had to learn of merges. The texts stay as they came: a merge moves no record,
 * it says where the read model files it, and taking it back files each under whom it names.
 *
 * Who may read the combined chart: relations of either person record count, because somebody decided that they are
 * one person, and who treats the one treats the other; but what either refused or restricted by a consent is refused of
 * all, because nobody ever agreed to have it undone by a change in a register (45 CFR 164.522(a)). The rules of both are
 * there before the first record is moved, and until the last one is moved back (chart-moves.ts).
 *
 * A record that is replaced stays readable by its id, to whoever reaches the survivor: it says who replaced it, and holds no
 * records. In lists over people it is not there. What was computed from one of the charts alone stays with it.
 */
import type { Databases, RecordDocument } from './databases.js';
import { type FhirObject, objectsOf, referencesAt } from './fhir-json.js';

/** The id of the patient who replaces this one; undefined when none does. Of several links the first counts. */
export function replacedBy(patient: FhirObject): string | undefined {
  const [link] = objectsOf(patient['link']).filter(({ type }) => type === 'replaced-by');
  const [other] = link ? referencesAt(link, 'other') : [];
  const id = other?.startsWith('Patient/') ? other.slice('Patient/'.length) : undefined;
  return id === patient['id'] ? undefined : id;
}

/** The records that this one says it replaces, as `Patient/1`. */
export function replaced(patient: FhirObject): string[] {
  return objectsOf(patient['link']).flatMap((link) => (link['type'] === 'replaces' ? referencesAt(link, 'other') : []));
}

/** The last in a chain of replacements; the patient themselves where it is a circle, in which nobody survives. */
export function survivorIn(patient: string, replacement: (patient: string) => string | undefined): string {
  const passed = new Set([patient]);
  let last = patient;
  for (let next = replacement(last); next !== undefined; next = replacement(last)) {
    if (passed.has(next)) return patient;
    passed.add(next);
    last = next;
  }
  return last;
}

/** Who replaced whom, of these patients: by id, only those who were. */
export async function replacementsOf(
  databases: Databases,
  patients: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (patients.length === 0) return new Map();
  const found = await databases
    .of('administrative')
    .records.find<Pick<RecordDocument, '_id' | 'replacedBy'>>(
      { _id: { $in: patients.map((id) => `Patient/${id}`) }, replacedBy: { $exists: true } },
      { projection: { replacedBy: 1 } },
    )
    .toArray();
  return new Map(found.map((patient) => [idIn(patient), String(patient['replacedBy'])]));
}

/** Those under whom the records of these patients are filed, by id. */
export async function survivorsOf(
  databases: Databases,
  patients: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const charts = new MergedCharts((asked) => replacementsOf(databases, asked));
  for (const patient of patients) charts.survivorOf(patient);
  await charts.settle();
  return new Map(patients.map((patient) => [patient, charts.survivorOf(patient)]));
}

/** A patient and all whom they replace, over any number of merges. */
export async function membersOf(databases: Databases, patient: string): Promise<string[]> {
  const members = new Set([patient]);
  const { records } = databases.of('administrative');
  for (let last = [patient]; last.length > 0; ) {
    const found = await records
      .find({ kind: 'Patient', replacedBy: { $in: last } }, { projection: { _id: 1 } })
      .toArray();
    last = found.map(idIn).filter((id) => !members.has(id));
    for (const id of last) members.add(id);
  }
  return [...members];
}

function idIn({ _id }: Pick<RecordDocument, '_id'>): string {
  return _id.slice('Patient/'.length);
}

/** What is taken to be known of replacements while records are projected. */
export class MergedCharts {
  readonly #known = new Map<string, string | undefined>();
  readonly #asked = new Set<string>();
  readonly #replacements: (patients: readonly string[]) => Promise<ReadonlyMap<string, string>>;

  constructor(replacements: (patients: readonly string[]) => Promise<ReadonlyMap<string, string>>) {
    this.#replacements = replacements;
  }

  /** Under whom records of a patient are filed, as far as is known; `settle` asks what is not. */
  survivorOf(patient: string): string {
    return survivorIn(patient, (each) => {
      this.#asked.add(each);
      return this.#known.get(each);
    });
  }

  /** Learns of all who were asked for. Returns whether one of them turned out to be replaced. */
  async settle(): Promise<boolean> {
    let anyReplaced = false;
    for (let unknown = this.#unknown(); unknown.length > 0; unknown = this.#unknown()) {
      const found = await this.#replacements(unknown);
      for (const patient of unknown) this.#known.set(patient, found.get(patient));
      for (const other of found.values()) this.#asked.add(other);
      anyReplaced ||= found.size > 0;
    }
    return anyReplaced;
  }

  /** Whether somebody was replaced, or no longer is, since we asked. */
  async isOutdated(): Promise<boolean> {
    const asked = [...this.#asked];
    const found = await this.#replacements(asked);
    return asked.some((patient) => found.get(patient) !== this.#known.get(patient));
  }

  #unknown(): string[] {
    return [...this.#asked].filter((patient) => !this.#known.has(patient));
  }
}
