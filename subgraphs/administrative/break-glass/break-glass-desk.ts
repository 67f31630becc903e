/**
 * Where the glass is broken, and where it is reviewed afterwards: bound to one viewer and one request. An opening is a
 * record like others, written by a commit; what it opens follows from the relation it makes.
 */
import { randomUUID } from 'node:crypto';
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import { badInput } from '../../shared/errors.js';
import type { RecordStore } from '../../shared/record-store.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import type { Change, WritingDesk, Written } from '../../shared/writing/writing-desk.js';
import type { ReviewOutcome } from './break-glass.type.js';

const REASON_CHARACTERS = { min: 10, max: 500 } as const;
const KIND = 'BreakGlass';

export interface Opening {
  readonly patient: string;
  readonly reason: string;
  /** How long; the longest that is configured when left out. */
  readonly minutes: number | null;
}

export interface Review {
  readonly id: string;
  readonly outcome: ReviewOutcome;
  readonly note: string | null;
}

export class BreakGlassDesk {
  readonly #store: RecordStore;
  readonly #desk: WritingDesk;
  readonly #settings: AccessSettings;

  constructor(store: RecordStore, desk: WritingDesk, settings: AccessSettings) {
    this.#store = store;
    this.#desk = desk;
    this.#settings = settings;
  }

  /**
   * Opens one patient's record to this clinician for a time. Returns the id of the opening.
   * Throws NO_REASON, BAD_ARGUMENT, UNKNOWN_PATIENT, KEY_REUSED.
   */
  async open(asked: Opening, key: string | null): Promise<string> {
    const reason = 'an emergency opening';
    return idIn(await this.#write('breakGlass', asked, key, reason, () => this.#opening(asked)));
  }

  /** Notes what the review of an opening found. Throws BAD_ARGUMENT, ALREADY_REVIEWED, KEY_REUSED. */
  async review(asked: Review, key: string | null): Promise<void> {
    const reason = 'the review of an emergency opening';
    await this.#write('reviewBreakGlass', asked, key, reason, () => this.#reviewed(asked));
  }

  async #opening({ patient, reason, minutes }: Opening): Promise<Change> {
    const organization = this.#desk.organizationReference();
    const words = reason.trim();
    if (words.length < REASON_CHARACTERS.min || words.length > REASON_CHARACTERS.max)
      throw badInput('NO_REASON', 'The reason takes 10 to 500 characters.');
    const duration = this.#duration(minutes);
    // The only thing asked about a patient out of reach: whether there is a record to open. Each try is in the trail.
    if (!(await this.#store.knows('Patient', patient))) throw badInput('UNKNOWN_PATIENT', 'There is no such patient.');
    const opened = this.#settings.now();
    const opening = this.#desk.create(KIND, {
      patient: { reference: `Patient/${patient}` },
      subject: this.#store.viewer.subject,
      organization,
      reason: words,
      opened: opened.toISOString(),
      until: new Date(opened.getTime() + duration * 60_000).toISOString(),
    });
    return { patient, versions: [opening] };
  }

  async #reviewed({ id, outcome, note }: Review): Promise<Change> {
    if (!(await this.#store.one(KIND, id, [])))
      throw badInput('BAD_ARGUMENT', 'There is no emergency opening with this id.');
    const opening = await this.#desk.stored(KIND, id, 'id');
    if (opening.content['review'] !== undefined) throw badInput('ALREADY_REVIEWED', 'This opening has been reviewed.');
    const reviewed = this.#settings.now().toISOString();
    const review: ExactObject = { outcome, note: note ?? undefined, reviewer: this.#store.viewer.subject, reviewed };
    return { patient: opening.patient, versions: [this.#desk.change(opening, { review })] };
  }

  #duration(minutes: number | null): number {
    const { breakGlassMinutes } = this.#settings;
    const duration = minutes ?? breakGlassMinutes;
    if (duration < 1 || duration > breakGlassMinutes)
      throw badInput('BAD_ARGUMENT', `"minutes" takes 1 to ${breakGlassMinutes}.`);
    return duration;
  }

  /** Without a key of the caller each call is a change of its own. */
  #write(mutation: string, asked: object, key: string | null, reason: string, prepare: () => Promise<Change>) {
    return this.#desk.write({ mutation, asked, key: key ?? randomUUID(), reason }, prepare);
  }
}

function idIn({ outcomes }: Written): string {
  return outcomes[0]?.record.slice(`${KIND}/`.length) ?? '';
}
