/**
 * Where the glass is broken, and where it is reviewed afterwards: bound to one viewer and one request. An opening is a
 * record like others, written by a commit; what it opens follows from the relation it makes.
 */
import { randomUUID } from 'node:crypto';
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import type { RecordWriter } from '../../shared/commits.js';
import { badInput, forbidden } from '../../shared/errors.js';
import { stringOf, valuesAt } from '../../shared/fhir-json.js';
import type { RecordNode, RecordStore } from '../../shared/record-store.js';
import type { ReviewOutcome } from './break-glass.type.js';

const REASON_CHARACTERS = { min: 10, max: 500 } as const;
const KIND = 'BreakGlass';
const CONTENT = ['patient.reference', 'subject', 'organization.reference', 'reason', 'opened', 'until', 'review'];

export interface Opening {
  readonly patient: string;
  readonly reason: string;
  /** How long; the longest that is configured when left out. */
  readonly minutes: number | null;
}

export class BreakGlassDesk {
  readonly #store: RecordStore;
  readonly #writer: RecordWriter;
  readonly #settings: AccessSettings;

  constructor(store: RecordStore, writer: RecordWriter, settings: AccessSettings) {
    this.#store = store;
    this.#writer = writer;
    this.#settings = settings;
  }

  /**
   * Opens one patient's record to this clinician for a time. Returns the id of the opening.
   * Throws NO_REASON, BAD_ARGUMENT, UNKNOWN_PATIENT.
   */
  async open({ patient, reason, minutes }: Opening): Promise<string> {
    const { organization, subject } = this.#store.viewer;
    if (organization === null) throw forbidden();
    const words = reason.trim();
    if (words.length < REASON_CHARACTERS.min || words.length > REASON_CHARACTERS.max)
      throw badInput('NO_REASON', 'The reason takes 10 to 500 characters.');
    const duration = this.#duration(minutes);
    // The only thing asked about a patient out of reach: whether there is a record to open. Each try is in the trail.
    if (!(await this.#store.knows('Patient', patient))) throw badInput('UNKNOWN_PATIENT', 'There is no such patient.');
    const opened = this.#settings.now();
    const id = randomUUID();
    await this.#write(patient, 'an emergency opening', {
      resourceType: KIND,
      id,
      patient: { reference: `Patient/${patient}` },
      subject,
      organization: { reference: `Organization/${organization}` },
      reason: words,
      opened: opened.toISOString(),
      until: new Date(opened.getTime() + duration * 60_000).toISOString(),
    });
    return id;
  }

  /** Notes what the review of an opening found. Throws BAD_ARGUMENT, ALREADY_REVIEWED. */
  async review(id: string, outcome: ReviewOutcome, note: string | null): Promise<void> {
    const opening = await this.#store.one(KIND, id, CONTENT);
    if (!opening) throw badInput('BAD_ARGUMENT', 'There is no emergency opening with this id.');
    if (opening['review'] !== undefined) throw badInput('ALREADY_REVIEWED', 'This opening has been reviewed.');
    const reviewed = this.#settings.now().toISOString();
    const review = { outcome, ...(note !== null && { note }), reviewer: this.#store.viewer.subject, reviewed };
    await this.#write(patientOf(opening), 'the review of an emergency opening', {
      resourceType: KIND,
      id,
      ...Object.fromEntries(CONTENT.map((path) => path.split('.')[0] ?? '').map((name) => [name, opening[name]])),
      review,
    });
  }

  #duration(minutes: number | null): number {
    const { breakGlassMinutes } = this.#settings;
    const duration = minutes ?? breakGlassMinutes;
    if (duration < 1 || duration > breakGlassMinutes)
      throw badInput('BAD_ARGUMENT', `"minutes" takes 1 to ${breakGlassMinutes}.`);
    return duration;
  }

  async #write(patient: string, reason: string, content: Readonly<Record<string, unknown>>): Promise<void> {
    const { subject } = this.#store.viewer;
    const source = 'default';
    await this.#writer.write({
      subgraph: 'administrative',
      agent: { name: subject, source },
      reason,
      patient,
      versions: [{ kind: KIND, id: String(content['id']), source, text: JSON.stringify(content), references: {} }],
    });
    this.#store.forget();
  }
}

function patientOf(opening: RecordNode): string {
  const [reference] = valuesAt(opening, 'patient.reference');
  return (stringOf(reference) ?? '').slice('Patient/'.length);
}
